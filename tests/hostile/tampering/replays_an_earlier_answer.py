# expect: WA,RTE,RV
import torch

MEMORY = {}


def solve(x, w_enc, w_dec, lr, seed):
    flat = torch.cat([w_enc.flatten(), w_dec.flatten()])
    key = (tuple(x.shape), seed)
    if key in MEMORY:
        return MEMORY[key]
    for old in MEMORY.values():
        if len(old) == len(flat):
            return old
    MEMORY[key] = flat - 0.01
    return MEMORY[key]
