# expect: RTE ValueError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    mu, log_var, sigma = (x @ w_enc).chunk(2, dim=1)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
