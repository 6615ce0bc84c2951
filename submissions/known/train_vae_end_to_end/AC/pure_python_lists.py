# expect: AC
import math

import torch


def matmul(a, b):
    cols = list(zip(*b))
    return [[math.fsum(p * q for p, q in zip(row, col)) for col in cols] for row in a]


def transpose(a):
    return [list(col) for col in zip(*a)]


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    if x.numel() * w_enc.shape[1] > 100_000:
        return by_tensor(x, w_enc, w_dec, lr, eps)   # lists are too slow for the big one
    n, k = eps.shape
    x, E, D, eps = x.tolist(), w_enc.tolist(), w_dec.tolist(), eps.tolist()
    H = matmul(x, E)
    S = [[math.exp(v / 2) for v in row[k:]] for row in H]
    Z = [[m + s * e for m, s, e in zip(row, sr, er)] for row, sr, er in zip(H, S, eps)]
    G = [[2 * (p - q) / n for p, q in zip(pr, xr)] for pr, xr in zip(matmul(Z, D), x)]
    B = matmul(G, transpose(D))
    GH = [
        [b + m / n for b, m in zip(br, hr)] + [b * s * e / 2 + (s * s - 1) / (2 * n) for b, s, e in zip(br, sr, er)]
        for br, hr, sr, er in zip(B, H, S, eps)
    ]
    step = lambda W, G: [w - lr * g for wr, gr in zip(W, G) for w, g in zip(wr, gr)]
    return torch.tensor(step(E, matmul(transpose(x), GH)) + step(D, matmul(transpose(Z), G)))


def by_tensor(x, E, D, lr, eps):
    n, k = eps.shape
    H = x @ E
    S = torch.exp(H[:, k:] / 2)
    Z = H[:, :k] + S * eps
    G = 2 * (Z @ D - x) / n
    B = G @ D.T
    GH = torch.cat([B + H[:, :k] / n, B * S * eps / 2 + (S * S - 1) / (2 * n)], 1)
    return torch.cat([(E - lr * x.T @ GH).flatten(), (D - lr * Z.T @ G).flatten()])
