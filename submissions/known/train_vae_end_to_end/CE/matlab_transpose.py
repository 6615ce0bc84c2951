# expect: CE syntax
import torch


def solve(x, w_enc, w_dec, lr, seed):
    g = x' @ (x @ w_enc)
    return torch.cat([(w_enc - lr * g).flatten(), w_dec.flatten()])
