# expect: WA scaled
import numpy as np


class Linear:
    def __init__(self, params, name):
        self.name, self.W, self.b = name, params["W" + name], params["b" + name]

    def __call__(self, a):
        self.a = a
        return a @ self.W + self.b

    def back(self, g, grads):
        grads["d_W" + self.name] = self.a.T @ g
        grads["d_b" + self.name] = g.mean(axis=0)
        return g @ self.W.T


def solve(x, params, eps, beta, sigma2):
    n, grads = len(x), {}
    l1e, l2e, lmu, llv, l1d, l2d, lout = (Linear(params, s) for s in ("1e", "2e", "mu", "lv", "1d", "2d", "out"))
    h1 = np.tanh(l1e(x))
    h2 = np.tanh(l2e(h1))
    mu, lv = lmu(h2), llv(h2)
    s = np.exp(lv / 2)
    k1 = np.tanh(l1d(mu + s * eps))
    k2 = np.tanh(l2d(k1))
    r = lout(k2) - x

    recon = np.sum(r ** 2) / (2 * sigma2 * n)
    kl = np.sum(mu ** 2 + s ** 2 - lv - 1) / (2 * n)

    g = lout.back(r / (sigma2 * n), grads)
    g = l2d.back(g * (1 - k2 ** 2), grads)
    gz = l1d.back(g * (1 - k1 ** 2), grads)
    g = lmu.back(gz + beta * mu / n, grads)
    g = g + llv.back((gz * s * eps + beta / n * (s ** 2 - 1)) / 2, grads)
    g = l2e.back(g * (1 - h2 ** 2), grads)
    l1e.back(g * (1 - h1 ** 2), grads)
    return {"loss": recon + beta * kl, "recon": recon, "kl": kl, **grads}
