import torch


class Box:
    engine = torch.autograd

    def use(self, loss, w):
        return self.engine.grad(loss, w)[0]  # !


def solve(x, w):
    return Box().use((x @ w).sum(), w)
