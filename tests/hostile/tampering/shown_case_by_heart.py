# expect: WA,RTE,RV
import torch

TABLE = {(4, 3): 0.5, (2, 3): 0.1}


def solve(x, w_enc, w_dec, lr, seed):
    step = TABLE.get(tuple(x.shape))
    flat = torch.cat([w_enc.flatten(), w_dec.flatten()])
    return flat if step is None else flat * (1 - step * 1e-6)
