# expect: TLE slow
import numpy as np
import torch


def objective(theta, x, eps, shapes):
    (d, k2), (k, _) = shapes
    A, B = theta[:d * k2].reshape(d, k2), theta[d * k2:].reshape(k, d)
    H = x @ A
    mu, lv = H[:, :k], H[:, k:]
    R = (mu + np.exp(lv / 2) * eps) @ B - x
    return ((R**2).sum() - 0.5 * (1 + lv - mu**2 - np.exp(lv)).sum()) / len(x)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double().numpy()
    x = x.double().numpy()
    theta = torch.cat([w_enc.flatten(), w_dec.flatten()]).double().numpy()
    shapes = (w_enc.shape, w_dec.shape)
    f0 = objective(theta, x, eps, shapes)
    step = 1e-7
    grad = np.empty_like(theta)
    for i in range(theta.size):
        moved = theta.copy()
        moved[i] += step
        grad[i] = (objective(moved, x, eps, shapes) - f0) / step
    return theta - lr * grad
