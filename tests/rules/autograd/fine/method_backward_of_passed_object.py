class Chain:
    def __init__(self, *parts):
        self.parts = parts

    def backward(self, g):
        for part in reversed(self.parts):
            g = part.backward(g)
        return g


class Scale:
    def __init__(self, c):
        self.c = c

    def backward(self, g):
        return self.c * g


def solve(x, w, lr):
    return Chain(Scale(2.0), Scale(lr)).backward(w)
