class Layer:
    def backward(self):
        return self


def solve(x, w):
    list(map(lambda t: t.backward(), [(x @ w).sum()]))  # !
    return w.grad
