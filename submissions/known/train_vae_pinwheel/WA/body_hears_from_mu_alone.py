# expect: WA
import math

import torch


def encode(x, p):
    h1 = torch.tanh(torch.addmm(p["b1e"], x, p["W1e"]))
    h2 = torch.tanh(torch.addmm(p["b2e"], h1, p["W2e"]))
    return h1, h2, torch.addmm(p["bmu"], h2, p["Wmu"]), torch.addmm(p["blv"], h2, p["Wlv"])


def decode(z, p):
    k1 = torch.tanh(torch.addmm(p["b1d"], z, p["W1d"]))
    k2 = torch.tanh(torch.addmm(p["b2d"], k1, p["W2d"]))
    return k1, k2, torch.addmm(p["bout"], k2, p["Wout"])


@torch.no_grad()
def solve(data, params, noise, permutations, lr, beta, sigma2, steps):
    p = {k: v.clone() for k, v in params.items()}
    first = {k: torch.zeros_like(v) for k, v in params.items()}
    second = {k: torch.zeros_like(v) for k, v in params.items()}
    n = data.size(0)
    B = noise.size(1)
    S = math.ceil(n / B)
    losses = torch.empty(steps)
    for s in range(steps):
        i = s % S
        x = data.index_select(0, permutations[s // S][i * B : (i + 1) * B])
        N = x.size(0)
        eps = noise[s].narrow(0, 0, N)
        h1, h2, mu, lv = encode(x, p)
        std = torch.exp(lv / 2)
        z = torch.addcmul(mu, std, eps)
        k1, k2, xhat = decode(z, p)
        recon = torch.sum((xhat - x) ** 2, dim=1).mean() / (2 * sigma2)
        kl = (0.5 * torch.sum(mu * mu + lv.exp() - lv - 1, dim=1)).mean()
        losses[s] = recon + beta * kl

        d_xhat = (xhat - x) / (N * sigma2)
        d_a2 = (d_xhat @ p["Wout"].t()) * (1 - k2 * k2)
        d_a1 = (d_a2 @ p["W2d"].t()) * (1 - k1 * k1)
        d_z = d_a1 @ p["W1d"].t()
        d_mu = d_z + beta / N * mu
        d_lv = 0.5 * d_z * std * eps + 0.5 * beta / N * (lv.exp() - 1)
        d_h2 = d_mu @ p["Wmu"].t()
        d_e2 = d_h2 * (1 - h2 * h2)
        d_e1 = (d_e2 @ p["W2e"].t()) * (1 - h1 * h1)
        pairs = {"out": (k2, d_xhat), "2d": (k1, d_a2), "1d": (z, d_a1), "mu": (h2, d_mu), "lv": (h2, d_lv)}
        pairs |= {"2e": (h1, d_e2), "1e": (x, d_e1)}
        for name, (entering, delta) in pairs.items():
            for key, grad in (("W" + name, entering.t() @ delta), ("b" + name, delta.sum(dim=0))):
                first[key].mul_(0.9).add_(grad, alpha=0.1)
                second[key].mul_(0.999).addcmul_(grad, grad, value=0.001)
                hat1 = first[key] / (1 - 0.9 ** (s + 1))
                hat2 = second[key] / (1 - 0.999 ** (s + 1))
                p[key] = p[key] - lr * hat1 / (hat2.sqrt() + 1e-8)
    return {"loss": losses, "params": p}
