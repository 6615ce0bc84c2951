# expect: RTE KeyError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    cache = {"mu": x @ w_enc[:, : w_dec.shape[0]]}
    z = cache["mu"] + cache["sigma"]
    return z.flatten()
