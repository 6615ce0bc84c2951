import torch


class Loss:
    def __call__(self, a, b):
        self.d = a - b
        return self

    def item(self):
        return (self.d**2).mean()

    def backward(self):
        return 2 * self.d / self.d.numel()


def solve(x, w):
    crit = Loss()
    loss = crit(x @ w, x)
    return loss.backward()
