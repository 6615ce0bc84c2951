import torch


def slope(f, at, h=1e-4):
    return (f(at + h) - f(at - h)) / (2 * h)  # !


def along(f, at, way):
    step = 1e-4
    ahead, behind = f(at + step * way), f(at - step * way)
    return (ahead - behind).div(step + step)  # !


def many(f, at, step=1e-3):
    moved = torch.eye(at.numel()) * step
    return (torch.vmap(f)(at + moved) - torch.vmap(f)(at)) * (1 / step)  # !


def fourth_order(f, at, h):
    top = f(at - 2 * h) - 8 * f(at - h) + 8 * f(at + h) - f(at + 2 * h)
    return torch.true_divide(f(at + h).sub(f(at)), h), top  # !


def solve(x, w):
    return torch.gradient(x)[0] + slope(torch.exp, w) + along(torch.exp, w, x)  # !
