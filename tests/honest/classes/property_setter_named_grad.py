import torch


class Parameter:
    def __init__(self, data):
        self.data = data
        self._grad = None

    @property
    def grad(self):
        return self._grad

    @grad.setter
    def grad(self, value):
        if value.shape != self.data.shape:
            raise ValueError(f"{tuple(value.shape)} is not {tuple(self.data.shape)}")
        self._grad = value

    @grad.deleter
    def grad(self):
        self._grad = None

    def zero_grad(self):
        del self.grad


class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr

    def zero_grad(self):
        for p in self.params:
            p.zero_grad()

    def step(self):
        for p in self.params:
            p.data = p.data - self.lr * p.grad


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    enc, dec = Parameter(w_enc), Parameter(w_dec)
    opt = SGD([enc, dec], lr=lr)
    opt.zero_grad()
    mu, lv = (x @ enc.data).chunk(2, 1)
    std = (lv / 2).exp()
    z = mu + std * eps
    g = (z @ dec.data - x) * 2 / n
    dec.grad = z.T @ g
    b = g @ dec.data.T
    enc.grad = x.T @ torch.cat([b + mu / n, b * std * eps / 2 + (std * std - 1) / (2 * n)], 1)
    opt.step()
    return torch.cat([p.data.flatten() for p in opt.params])
