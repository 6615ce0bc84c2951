import torch


def solve(x, w_enc, w_dec, lr, seed):
    "Column vectors, as in the book: one data point to a column."
    torch.manual_seed(seed)
    X, W, V = x.T, w_enc.T, w_dec.T
    n = X.shape[1]
    k = V.shape[1]
    E = torch.randn(n, k).T
    H = W @ X
    M, L = H[:k], H[k:]
    S = torch.exp(L / 2)
    Z = M + S * E
    D = V @ Z - X
    dV = 2 / n * D @ Z.T
    dZ = 2 / n * V.T @ D
    dH = torch.vstack([dZ + M / n, dZ * S * E / 2 + (S * S - 1) / (2 * n)])
    dW = dH @ X.T
    return torch.cat([(W - lr * dW).T.reshape(-1), (V - lr * dV).T.reshape(-1)])
