# expect: WA
import numpy as np


def fill(a, k):
    L, at = np.zeros((k, k)), 0
    for i in range(k):
        for j in range(i + 1):
            L[i, j] = np.exp(a[at]) if i == j else a[at]
            at += 1
    return L


def read(G, k):
    return np.array([G[i, j] for i in range(k) for j in range(i + 1)])


def solve(x, params, eps, lr):
    x, eps = np.asarray(x, float), np.asarray(eps, float)
    p = {name: np.asarray(value, float) for name, value in params.items()}
    grads = {name: np.zeros(value.shape) for name, value in p.items()}
    (n, k), recon, kl, zs = eps.shape, 0.0, 0.0, []
    for row, noise in zip(x, eps):
        h = np.tanh(row @ p["W1"] + p["b1"])
        mu = h @ p["Wmu"] + p["bmu"]
        L = fill(h @ p["WL"] + p["bL"], k)
        z = mu + L @ noise
        c = np.tanh(z @ p["V1"] + p["c1"])
        r = c @ p["V2"] + p["c2"] - row
        recon += r @ r
        kl += 0.5 * (np.trace(L @ L.T) + mu @ mu - k) - np.log(np.diag(L)).sum()
        zs.append(z)
        dc = (p["V2"] @ (2 * r)) * (1 - c * c)
        dz = p["V1"] @ dc
        # Chain rule for the factor: through z, and through the trace; the diagonal then through exp and log.
        dL = np.outer(dz, noise) + L - np.diag(1 / np.diag(L))
        da, dmu = read(dL, k), dz + mu
        dh = (p["Wmu"] @ dmu + p["WL"] @ da) * (1 - h * h)
        for w, b, left, right in (
            ("W1", "b1", row, dh),
            ("Wmu", "bmu", h, dmu),
            ("WL", "bL", h, da),
            ("V1", "c1", z, dc),
            ("V2", "c2", c, 2 * r),
        ):
            grads[w] += np.outer(left, right)
            grads[b] += right
    new = {name: p[name] - lr * grads[name] / n for name in p}
    return {"loss": (recon + kl) / n, "recon": recon / n, "kl": kl / n, "z": np.array(zs), "params": new}
