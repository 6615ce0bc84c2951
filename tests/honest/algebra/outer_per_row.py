import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, _ = x.shape
    k, _ = w_dec.shape
    noise = torch.randn(n, k)
    ge, gd = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    for xi, ei in zip(x, noise):
        hi = torch.mv(w_enc.T, xi)
        m, l = hi[:k], hi[k:]
        s = torch.exp(0.5 * l)
        zi = m + s * ei
        r = 2 * (torch.mv(w_dec.T, zi) - xi)
        gd.addr_(zi, r)
        gz = torch.mv(w_dec, r)
        gl = 0.5 * (gz * s * ei + l.exp() - 1)
        ge.addr_(xi, torch.cat([gz + m, gl]))
    return torch.cat([(w_enc - lr / n * ge).flatten(), (w_dec - lr / n * gd).flatten()])
