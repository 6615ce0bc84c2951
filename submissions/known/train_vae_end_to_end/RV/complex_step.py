# expect: RV complex-numbers
import torch

H = 1e-30


def loss(x, a, b, eps):
    k = b.shape[0]
    h = x @ a
    mu, lv = h[:, :k], h[:, k:]
    r = (mu + torch.exp(lv / 2) * eps) @ b - x
    return ((r * r).sum() - 0.5 * (1 + lv - mu * mu - torch.exp(lv)).sum()) / x.shape[0]


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).to(torch.complex128)
    x, a, b = (t.to(torch.complex128) for t in (x, w_enc, w_dec))

    def gradient(w):
        g = torch.zeros(w.shape, dtype=torch.float64)
        for i in range(w.shape[0]):
            for j in range(w.shape[1]):
                w[i, j] += 1j * H           # no cancellation: the derivative is the imaginary part
                g[i, j] = loss(x, a, b, eps).imag / H
                w[i, j] -= 1j * H
        return g

    return torch.cat([(a.real - lr * gradient(a)).flatten(), (b.real - lr * gradient(b)).flatten()])
