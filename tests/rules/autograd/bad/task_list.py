from torch import Tensor


class backwards:
    backward = 1


def solve(x: Tensor, w: Tensor):
    def run(l: Tensor):
        l.backward()  # !

    tasks = [run]
    for t in tasks:
        t((x @ w).sum())
