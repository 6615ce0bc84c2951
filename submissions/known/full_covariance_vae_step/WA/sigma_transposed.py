# expect: WA
import numpy as np


def solve(x, params, eps, lr):
    p = {key: np.array(value, dtype="f8") for key, value in params.items()}
    x, e = np.array(x, dtype="f8"), np.array(eps, dtype="f8")
    N, k = e.shape
    i, j = np.tril_indices(k)
    d = i == j
    H = np.tanh(x @ p["W1"] + p["b1"])
    mu, a = H @ p["Wmu"] + p["bmu"], H @ p["WL"] + p["bL"]
    entry = np.where(d, np.exp(a), a)
    # Never build the matrices: entry (i, j) of every L times eps_j goes to z_i.
    to = np.eye(k)[i]
    z = mu + (entry * e[:, i]) @ np.eye(k)[j]
    K = np.tanh(z @ p["V1"] + p["c1"])
    R = K @ p["V2"] + p["c2"] - x
    recon = np.mean(np.sum(R**2, axis=1))
    kl = np.mean(0.5 * (np.sum(entry**2, axis=1) + np.sum(mu**2, axis=1) - k) - np.sum(a[:, d], axis=1))
    gR = 2 * R / N
    gK = (gR @ p["V2"].T) * (1 - K**2)
    gz = gK @ p["V1"].T
    gmu = gz + mu / N
    gentry = gz[:, i] * e[:, j] + entry / N
    ga = np.where(d, gentry * entry - 1 / N, gentry)
    gH = (gmu @ p["Wmu"].T + ga @ p["WL"].T) * (1 - H**2)
    for w, b, left, right in (("W1", "b1", x, gH), ("Wmu", "bmu", H, gmu), ("WL", "bL", H, ga),
                              ("V1", "c1", z, gK), ("V2", "c2", K, gR)):
        p[w] = p[w] - lr * left.T @ right
        p[b] = p[b] - lr * right.sum(axis=0)
    return {"loss": recon + kl, "recon": recon, "kl": kl, "z": z, "params": p}
