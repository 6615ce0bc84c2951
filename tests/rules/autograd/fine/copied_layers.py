import copy, torch


class Id:
    def backward(self, g):
        return g


def solve(x, w):
    a = copy.deepcopy(Id())
    b = [Id()] * 3
    c = b + [Id()]
    d = tuple(c)
    e = (d or c)[0]
    it = iter(d)
    return a.backward(x) + b[1].backward(x) + c[-1].backward(x) + e.backward(x) + next(it).backward(x)
