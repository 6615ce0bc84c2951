import functools


class Lay:
    def backward(self, g):
        return g


@functools.lru_cache(maxsize=None)
def layer(i):
    return Lay()


def solve(x, w):
    l = functools.partial(layer, 1)()
    return l.backward(w) + functools.reduce(lambda g, q: q.backward(g), [Lay(), Lay()], w)
