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


def secant(f, a, b):
    return (f(b) - f(a)) / (b - a)  # !


def in_a_row(f, at, h=1e-5):
    low, high = map(f, (at - h, at + h))
    seen = [f(at + sign * h) for sign in (-1, 1)]
    rise = high - low
    return rise / (2 * h), (seen[1] - seen[0]) / (2 * h)  # !


def in_place(f, at, h=2.0**-17):
    rise = f(at + h)
    rise -= f(at - h)
    rise /= 2 * h  # !
    return rise


class Slope:
    h = 1e-5

    def __call__(self, f, at):
        return f(at + self.h).sub(f(at - self.h)).mul(1 / (2 * self.h))  # !


def of_a_stack(f, at):
    return torch.diff(torch.stack([f(at), f(at + 1e-5)]), dim=0)[0] / 1e-5  # !


def fourth_order(f, at, h):
    top = f(at - 2 * h) - 8 * f(at - h) + 8 * f(at + h) - f(at + 2 * h)
    return torch.true_divide(f(at + h).sub(f(at)), h), top  # !


def solve(x, w):
    return torch.gradient(x)[0] + slope(torch.exp, w) + along(torch.exp, w, x)  # !
