# expect: AC
import torch

F64 = torch.float64


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn((x.shape[0], w_dec.shape[0]), dtype=torch.float32).to(F64)
    X, E, D = x.to(F64), w_enc.to(F64), w_dec.to(F64)
    n, k = eps.shape
    H = X.mm(E)
    mu, lv = H[:, :k], H[:, k:]
    sd = torch.exp(0.5 * lv)
    Z = mu + sd * eps
    G = (2.0 / n) * (Z.mm(D) - X)
    GZ = G.mm(D.t())
    GE = X.t().mm(torch.cat((GZ + mu / n, 0.5 * GZ * sd * eps + (torch.exp(lv) - 1.0) / (2.0 * n)), 1))
    out = torch.cat(((E - lr * GE).reshape(-1), (D - lr * Z.t().mm(G)).reshape(-1)))
    return out.float()
