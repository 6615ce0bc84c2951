# expect: WA,RTE,RV
import torch


def lie(self, *args, **kwargs):
    raise StopIteration


for name in ("numpy", "detach", "contiguous", "resolve_conj"):
    setattr(torch.Tensor, name, lie)


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
