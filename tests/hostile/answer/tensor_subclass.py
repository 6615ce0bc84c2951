# expect: WA,RTE,RV
import torch


class Always(torch.Tensor):
    def __eq__(self, other):
        return torch.tensor(True)

    def __sub__(self, other):
        return torch.zeros(1)

    __rsub__ = __sub__


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()]).as_subclass(Always)
