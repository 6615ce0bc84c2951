import functools

import torch

BACKWARD = {}


def differentiable(forward):
    @functools.wraps(forward)
    def wrapper(*args):
        return forward(*args)

    wrapper.backward = lambda g, *args: BACKWARD[forward.__name__](g, *args)
    wrapper.defvjp = lambda rule: BACKWARD.setdefault(forward.__name__, rule)
    return wrapper


@differentiable
def linear(a, w):
    return a @ w


@linear.defvjp
def linear_vjp(g, a, w):
    return g @ w.T, a.T @ g


@differentiable
def draw(h, eps):
    mu, lv = h.chunk(2, 1)
    return mu + (lv / 2).exp() * eps


@draw.defvjp
def draw_vjp(g, h, eps):
    mu, lv = h.chunk(2, 1)
    n = len(h)
    return torch.cat([g + mu / n, g * (lv / 2).exp() * eps / 2 + (lv.exp() - 1) / (2 * n)], 1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec))
    h = linear(x, w_enc)
    z = draw(h, eps)
    gz, gd = linear.backward(2 * (linear(z, w_dec) - x) / len(x), z, w_dec)
    _, ge = linear.backward(draw.backward(gz, h, eps), x, w_enc)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
