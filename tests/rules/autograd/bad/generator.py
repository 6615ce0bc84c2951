class Layer:
    def backward(self):
        return self


def losses(x, w):
    yield (x @ w).sum()


def solve(x, w):
    for loss in losses(x, w):
        loss.backward()  # !
    return w.grad
