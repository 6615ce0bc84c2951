# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    sigma = lv.exp().sqrt()
    z = mu + sigma * eps
    e = z @ w_dec - x
    old_dec = w_dec

    # first a step on the reconstruction loss ...
    w_dec = torch.addmm(w_dec, z.T, e, alpha=-2 * lr / n)
    dz = e @ old_dec.T                    # careful: the OLD decoder
    w_enc = torch.addmm(w_enc, x.T, torch.cat([dz, dz * sigma * eps / 2], 1), alpha=-2 * lr / n)
    # ... then one on the KL term. All of mu, lv are from before, so the sum is one step.
    w_enc = torch.addmm(w_enc, x.T, torch.cat([mu, torch.expm1(lv) / 2], 1), alpha=-lr / n)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
