# expect: AC
import torch


# Column convention as in the lecture: every sample is a COLUMN, so all matrices are transposed.
def solve(x, w_enc, w_dec, lr, seed):
    X, E, D = x.T, w_enc.T, w_dec.T
    m = X.shape[1]
    k = D.shape[1]
    torch.manual_seed(seed)
    eps = torch.randn(m, k).T       # draw first, turn afterwards
    H = E @ X
    mu, lv = H[:k], H[k:]
    S = torch.exp(lv / 2)
    Z = mu + S * eps
    delta = 2 / m * (D @ Z - X)
    dD = delta @ Z.T
    dZ = D.T @ delta
    dH = torch.cat([dZ + mu / m, dZ * S * eps / 2 + (S * S - 1) / (2 * m)], dim=0)
    dE = dH @ X.T
    E = E - lr * dE
    D = D - lr * dD
    return torch.cat([E.T.flatten(), D.T.flatten()])
