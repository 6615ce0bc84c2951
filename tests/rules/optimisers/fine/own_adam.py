class Adam:
    def __init__(self, lr):
        self.lr, self.m, self.v = lr, 0.0, 0.0

    def step(self, w, g):
        self.m = 0.9 * self.m + 0.1 * g
        self.v = 0.999 * self.v + 0.001 * g * g
        return w - self.lr * self.m / (self.v.sqrt() + 1e-8)


def solve(x, w, lr):
    optim = Adam(lr)
    return optim.step(w, x.T @ (x @ w))
