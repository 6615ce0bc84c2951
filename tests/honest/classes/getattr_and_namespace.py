from types import SimpleNamespace

import torch


class Lazy:
    """Values by name, each worked out on first use by a method called make_NAME."""

    def __init__(self, **given):
        self.__dict__.update(given)

    def __getattr__(self, name):
        if name.startswith("make_"):
            raise AttributeError(name)
        value = getattr(self, "make_" + name)()
        setattr(self, name, value)
        return value

    def make_h(self):
        return self.x @ self.w_enc

    def make_mu(self):
        return self.h[:, : self.k]

    def make_lv(self):
        return self.h[:, self.k :]

    def make_std(self):
        return torch.exp(self.lv / 2)

    def make_z(self):
        return self.mu + self.std * self.eps

    def make_g(self):
        return 2 / self.n * (self.z @ self.w_dec - self.x)

    def make_gz(self):
        return self.g @ self.w_dec.T

    def make_gh(self):
        return torch.cat([self.gz + self.mu / self.n,
                          self.gz * self.std * self.eps / 2 + (self.std**2 - 1) / (2 * self.n)], 1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    v = Lazy(x=x, w_enc=w_enc, w_dec=w_dec, n=n, k=k, eps=torch.randn(n, k))
    out = SimpleNamespace(e=w_enc - lr * v.x.T @ v.gh, d=w_dec - lr * v.z.T @ v.g)
    return torch.cat([out.e.flatten(), out.d.flatten()])
