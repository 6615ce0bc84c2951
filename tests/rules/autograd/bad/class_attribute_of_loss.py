class Layer:
    def backward(self):
        return self


def solve(x, w):
    loss = (x @ w).sum()
    loss.__class__.backward(loss)  # !
    return w.grad
