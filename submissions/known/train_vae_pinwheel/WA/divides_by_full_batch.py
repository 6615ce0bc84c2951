# expect: WA
import numpy as np


class Linear:
    def __init__(self, params, suffix):
        self.w, self.b = "W" + suffix, "b" + suffix
        self.p = params

    def __call__(self, x):
        self.x = x
        return x @ self.p[self.w] + self.p[self.b]

    def back(self, grad, grads):
        grads[self.w] = self.x.T @ grad
        grads[self.b] = grad.sum(axis=0)
        return grad @ self.p[self.w].T


class Tanh:
    def __call__(self, x):
        self.y = np.tanh(x)
        return self.y

    def back(self, grad, grads):
        return grad - grad * self.y**2


def chain(layers, x):
    for layer in layers:
        x = layer(x)
    return x


def unchain(layers, grad, grads):
    for layer in reversed(layers):
        grad = layer.back(grad, grads)
    return grad


def solve(data, params, noise, permutations, lr, beta, sigma2, steps):
    p = {k: np.array(v, dtype=np.float64) for k, v in params.items()}
    m = {k: np.zeros_like(v) for k, v in p.items()}
    v2 = {k: np.zeros_like(v) for k, v in p.items()}
    n, size = data.shape[0], noise.shape[1]
    body = [Linear(p, "1e"), Tanh(), Linear(p, "2e"), Tanh()]
    mean, spread = Linear(p, "mu"), Linear(p, "lv")
    decoder = [Linear(p, "1d"), Tanh(), Linear(p, "2d"), Tanh(), Linear(p, "out")]
    per_epoch = int(np.ceil(n / size))
    history = np.zeros(steps)
    for s in range(steps):
        start = (s % per_epoch) * size
        rows = permutations[s // per_epoch, start : start + size]
        x = np.asarray(data, dtype=np.float64)[rows]
        count = min(size, n)
        eps = noise[s, : x.shape[0]]
        h = chain(body, x)
        mu, lv = mean(h), spread(h)
        z = mu + np.exp(0.5 * lv) * eps
        diff = chain(decoder, z) - x
        history[s] = (0.5 / sigma2 * (diff**2).sum() + beta * 0.5 * (mu**2 + np.exp(lv) - lv - 1).sum()) / count
        grads = {}  # the last batch of an epoch is as long as the others
        gz = unchain(decoder, diff / sigma2 / count, grads)
        gh = mean.back(gz + beta * mu / count, grads)
        gh = gh + spread.back(gz * (z - mu) / 2 + beta * np.expm1(lv) / 2 / count, grads)
        unchain(body, gh, grads)
        for k, g in grads.items():
            m[k] += 0.1 * (g - m[k])
            v2[k] += 0.001 * (g * g - v2[k])
            rate = lr / (1 - 0.9 ** (s + 1))
            p[k] -= rate * m[k] / (np.sqrt(v2[k] / (1 - 0.999 ** (s + 1))) + 1e-8)
    return {"loss": history, "params": p}
