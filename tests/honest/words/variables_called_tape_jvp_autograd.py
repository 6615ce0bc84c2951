import torch


class Autograd:
    """Not torch.autograd: names alone. loss.backward() is what we must not call, and torch.func.grad neither."""

    def __init__(self):
        self.tape, self.jvp, self.vjp = {}, None, None

    def grad(self, name):
        return self.tape[name]

    def backward(self, name, value):
        self.tape[name] = value
        return value

    def eval(self):
        return self

    def exec(self, f, *args):
        return f(*args)

    def compile(self):
        return self


def jacobian_of_exp_half(s):
    return s / 2


def solve(x, w_enc, w_dec, lr, seed):
    autograd = Autograd().compile().eval()
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = autograd.exec(lambda a, b: (a @ b).chunk(2, 1), x, w_enc)
    s = torch.exp(lv / 2)
    dual = z = mu + s * eps
    backward = grad = autograd.backward("xhat", 2 / n * (z @ w_dec - x))
    grad_fn = vjp = grad @ w_dec.T
    hessian = torch.cat([vjp + mu / n, grad_fn * eps * jacobian_of_exp_half(s) + (s * s - 1) / (2 * n)], 1)
    requires_grad = [autograd.backward("w_enc", x.T @ hessian), autograd.backward("w_dec", dual.T @ backward)]
    return torch.cat([(w - lr * g).flatten() for w, g in zip((w_enc, w_dec), requires_grad)])
