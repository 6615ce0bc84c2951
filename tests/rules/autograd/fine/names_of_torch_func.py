import torch


def vjp(f, x):
    return f(x)


def jvp(x):
    return x


def hessian(x):
    return x


class func:
    grad = staticmethod(lambda f: f)


def solve(x, w):
    return func.grad(lambda v: v)(vjp(jvp, hessian(w)))
