class Scale:
    def __init__(self, c):
        self.c = c

    def backward(self, g):
        return self.c * g


def layers(lr):
    yield Scale(2.0)
    yield Scale(lr)


def solve(x, w, lr):
    g = w
    for layer in layers(lr):
        g = layer.backward(g)
    return g
