# expect: CE syntax
import torch


def solve(x, w_enc, w_dec, lr, seed):
    if lr > 0:
        w_enc = w_enc * 1
	w_dec = w_dec * 1
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
