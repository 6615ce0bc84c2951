# expect: WA
import numpy as np

B1, B2, EPS = 0.9, 0.999, 1e-8


def solve(params, grads, m, v, t, lr):
    new_m = {k: B1 * m[k] + (1 - B1) * g for k, g in grads.items()}
    new_v = {k: B2 * v[k] + (1 - B2) * g * g for k, g in grads.items()}
    new_p = {}
    for k, p in params.items():
        step = new_m[k] / (1 - B1 ** t) / np.sqrt(new_v[k] / (1 - B2 ** t) + EPS)
        new_p[k] = p - lr * step
    return {"params": new_p, "m": new_m, "v": new_v}
