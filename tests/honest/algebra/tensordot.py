import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    N, K = x.size(0), w_dec.size(0)
    eps = torch.randn(N, K)
    h = torch.tensordot(x, w_enc, dims=1)
    mu, lv = torch.tensor_split(h, 2, dim=-1)
    sig = lv.mul(0.5).exp()
    z = torch.addcmul(mu, sig, eps)
    res = torch.tensordot(z, w_dec, dims=([1], [0])) - x
    g_dec = torch.tensordot(z, res, dims=([0], [0])) * (2.0 / N)
    g_z = torch.tensordot(res, w_dec, dims=([1], [1])) * (2.0 / N)
    g_h = torch.hstack((g_z + mu / N, g_z * eps * sig / 2 + torch.expm1(lv) / (2 * N)))
    g_enc = torch.tensordot(x, g_h, dims=([0], [0]))
    return torch.hstack((torch.ravel(w_enc - lr * g_enc), torch.ravel(w_dec - lr * g_dec)))
