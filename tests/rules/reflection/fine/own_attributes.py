from dataclasses import dataclass


@dataclass
class Stencil:
    f_back: float
    f_ahead: float


def solve(x, w):
    s = Stencil(1.0, 2.0)
    return w * (s.f_ahead - s.f_back)
