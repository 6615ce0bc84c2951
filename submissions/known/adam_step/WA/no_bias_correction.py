# expect: WA
import torch


def solve(params, grads, m, v, t, lr):
    for k in params:
        m[k] = 0.9 * m[k] + 0.1 * grads[k]
        v[k] = 0.999 * v[k] + 0.001 * grads[k] ** 2
        m_hat = m[k]
        v_hat = v[k]
        params[k] = params[k] - lr * m_hat / (torch.sqrt(v_hat) + 1e-8)
    return {"params": params, "m": m, "v": v}
