# expect: AC
from dataclasses import dataclass, field

import torch
from torch import Tensor


@dataclass(frozen=True)
class Forward:
    mu: Tensor
    log_var: Tensor
    eps: Tensor
    sigma: Tensor = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "sigma", torch.exp(0.5 * self.log_var))

    @property
    def z(self):
        return self.mu + self.sigma * self.eps


@dataclass
class VAE:
    w_enc: Tensor
    w_dec: Tensor

    @property
    def d_z(self):
        return self.w_dec.shape[0]

    def encode(self, x, eps):
        h = x @ self.w_enc
        return Forward(h[:, : self.d_z], h[:, self.d_z :], eps)

    def gradients(self, x, f):
        n = x.shape[0]
        d_xhat = 2 / n * (f.z @ self.w_dec - x)
        d_z = d_xhat @ self.w_dec.T
        d_mu = d_z + f.mu / n
        d_lv = d_z * f.sigma * f.eps / 2 + (f.sigma**2 - 1) / (2 * n)
        return x.T @ torch.cat([d_mu, d_lv], dim=1), f.z.T @ d_xhat


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    vae = VAE(w_enc, w_dec)
    f = vae.encode(x, torch.randn(x.shape[0], vae.d_z))
    g_enc, g_dec = vae.gradients(x, f)
    trained = VAE(w_enc - lr * g_enc, w_dec - lr * g_dec)
    return torch.cat([trained.w_enc.flatten(), trained.w_dec.flatten()])
