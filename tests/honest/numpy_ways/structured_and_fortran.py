import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    state = np.zeros(n, dtype=[("eps", "f8", (k,)), ("mu", "f8", (k,)), ("lv", "f8", (k,))])
    state["eps"] = torch.randn(n, k).numpy()
    X, E, D = (np.asfortranarray(t.numpy(), dtype="f8") for t in (x, w_enc, w_dec))
    state["mu"], state["lv"] = np.hsplit(X @ E, [k])
    std = np.exp(state["lv"] / 2)
    Z = state["mu"] + std * state["eps"]
    G = 2 / n * (Z @ D - X)
    B = G @ D.T
    GH = np.block([[B + state["mu"] / n, B * std * state["eps"] / 2 + (std**2 - 1) / (2 * n)]])
    flat = np.empty(E.size + D.size)
    flat[: E.size] = (E - lr * X.T @ GH).ravel(order="C")
    flat[E.size :] = (D - lr * Z.T @ G).ravel(order="C")
    return flat
