# expect: AC
import torch


def solve(params, grads, m, v, t, lr):
    c1, c2 = 1 - 0.9 ** t, (1 - 0.999 ** t) ** 0.5
    out = {"params": {}, "m": {}, "v": {}}
    for k, g in grads.items():
        out["m"][k] = a = m[k] + (g - m[k]) * (1 - 0.9)
        out["v"][k] = b = v[k] + (g * g - v[k]) * (1 - 0.999)
        # epsilon grows with the correction that moved into the learning rate
        out["params"][k] = params[k] - (lr * c2 / c1) * a / (b.sqrt() + c2 * 1e-8)
    return out
