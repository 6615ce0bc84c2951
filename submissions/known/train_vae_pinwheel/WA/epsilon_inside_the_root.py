# expect: WA
import numpy as np


def gradient_of_row(x, eps, p, beta, sigma2):
    h1 = np.tanh(x @ p["W1e"] + p["b1e"])
    h2 = np.tanh(h1 @ p["W2e"] + p["b2e"])
    mu, lv = h2 @ p["Wmu"] + p["bmu"], h2 @ p["Wlv"] + p["blv"]
    sd = np.exp(lv / 2)
    z = mu + sd * eps
    k1 = np.tanh(z @ p["W1d"] + p["b1d"])
    k2 = np.tanh(k1 @ p["W2d"] + p["b2d"])
    out = k2 @ p["Wout"] + p["bout"]
    loss = np.dot(out - x, out - x) / (2 * sigma2) + beta * 0.5 * np.sum(mu**2 + sd**2 - lv - 1)
    d_out = (out - x) / sigma2
    d_k2 = (p["Wout"] @ d_out) * (1 - k2**2)
    d_k1 = (p["W2d"] @ d_k2) * (1 - k1**2)
    d_z = p["W1d"] @ d_k1
    d_mu = d_z + beta * mu
    d_lv = d_z * sd * eps / 2 + beta * (sd**2 - 1) / 2
    d_h2 = (p["Wmu"] @ d_mu + p["Wlv"] @ d_lv) * (1 - h2**2)
    d_h1 = (p["W2e"] @ d_h2) * (1 - h1**2)
    sides = {"1e": (x, d_h1), "2e": (h1, d_h2), "mu": (h2, d_mu), "lv": (h2, d_lv)}
    sides |= {"1d": (z, d_k1), "2d": (k1, d_k2), "out": (k2, d_out)}
    return loss, sides


def solve(data, params, noise, permutations, lr, beta, sigma2, steps):
    data, noise = np.asarray(data, float), np.asarray(noise, float)
    permutations = np.asarray(permutations)
    p = {k: np.asarray(v, float).copy() for k, v in params.items()}
    state = {k: [np.zeros(v.shape), np.zeros(v.shape)] for k, v in p.items()}
    B, losses, order = noise.shape[1], [], []
    for epoch in permutations:
        order += [epoch[i : i + B] for i in range(0, len(epoch), B)]
    for t, rows in enumerate(order[:steps], start=1):
        total, grads = 0.0, {k: np.zeros(v.shape) for k, v in p.items()}
        for j, row in enumerate(rows):
            loss, sides = gradient_of_row(data[row], noise[t - 1, j], p, beta, sigma2)
            total += loss / len(rows)
            for name, (entering, delta) in sides.items():
                grads["W" + name] += np.outer(entering, delta) / len(rows)
                grads["b" + name] += delta / len(rows)
        losses.append(total)
        for k, g in grads.items():
            m, v = state[k]
            m[...] = 0.9 * m + 0.1 * g
            v[...] = 0.999 * v + 0.001 * g**2
            p[k] = p[k] - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t) + 1e-8))
    return {"loss": np.array(losses), "params": p}
