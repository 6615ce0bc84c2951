import torch


class Id:
    def backward(self, g):
        return g


def solve(x, w):
    first, *rest = [Id(), Id(), Id()]
    for i, l in enumerate(rest):
        x = l.backward(x)
    for a, b in zip(rest, rest):
        x = b.backward(x)
    (only,) = rest[:1]
    m = map(lambda l: l.backward(x), rest)
    return list(m)[0] + only.backward(x) + max(rest, key=id).backward(x) + min([first]).backward(x)
