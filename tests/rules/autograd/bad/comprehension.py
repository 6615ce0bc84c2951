class Layer:
    def backward(self):
        return self


def solve(x, w):
    [t.backward() for t in (x.sum(), (x @ w).sum())]  # !
    return w.grad
