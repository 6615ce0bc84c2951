import torch


def loss(w):
    return (w * w).sum()


def solve(x, w):
    tiny = 1e-8
    progress = (loss(w - 0.5 * x) - loss(w)) / (loss(w) + tiny)
    spread = (torch.exp(x + 1) - torch.exp(x - 1)) / 2
    return progress + spread


if __name__ == "__main__":
    step = 1e-4
    at = torch.ones(3)
    print((loss(at + step) - loss(at - step)) / (2 * step))
