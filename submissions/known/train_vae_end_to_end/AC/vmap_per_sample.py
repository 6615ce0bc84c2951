# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)

    def one(xi, ei):
        # gradients of ONE sample's loss, vmap does the batch
        h = xi @ w_enc
        mu, lv = h[:k], h[k:]
        s = torch.exp(0.5 * lv)
        z = mu + s * ei
        r = 2 * (z @ w_dec - xi)
        dz = w_dec @ r
        dh = torch.cat([dz + mu, 0.5 * dz * s * ei + 0.5 * (s * s - 1)])
        return torch.outer(xi, dh), torch.outer(z, r)

    enc, dec = torch.vmap(one)(x, eps)
    return torch.cat([(w_enc - lr * enc.mean(0)).flatten(), (w_dec - lr * dec.mean(0)).flatten()])
