class Layer:
    def backward(self):
        return self


def solve(x, w, lr):
    total = 0.0
    for row in x:
        total += (row @ w) ** 2
    total.backward()  # !
    return w.grad
