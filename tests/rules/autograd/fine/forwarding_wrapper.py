class Lay:
    def backward(self, g):
        return g


class Wrap:
    def __init__(self, inner):
        self.inner = inner

    def __getattr__(self, name):
        return getattr(self.inner, name)


def solve(x, w):
    return Wrap(Lay()).backward(w)
