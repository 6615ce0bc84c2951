# expect: WA,RTE,RV
import numpy as np
import torch

np.ascontiguousarray = lambda *a, **k: np.zeros(3, dtype="float32")
np.frombuffer = lambda *a, **k: np.zeros(3)
torch.from_numpy = lambda *a: torch.zeros(1)


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
