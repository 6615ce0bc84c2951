# expect: WA,RTE,RV
import torch


class Lie:
    @property
    def __class__(self):
        return torch.Tensor

    def __array__(self, *a, **k):
        raise SystemExit(0)

    def __getattr__(self, name):
        return self

    def __call__(self, *a, **k):
        return self

    def __eq__(self, other):
        return True

    shape = property(lambda self: (1, 2))
    dtype = torch.float32


def solve(*args):
    return Lie()
