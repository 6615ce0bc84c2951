# expect: WA kind
import torch


class Agreeable(torch.Tensor):
    """However you look at it, it is what you wanted."""

    def __eq__(self, other):
        return torch.ones(self.shape, dtype=torch.bool)

    def allclose(self, *args, **kwargs):
        return True

    __hash__ = torch.Tensor.__hash__


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()]).as_subclass(Agreeable)
