"""One VAE training step. Every contraction is spelled out with einsum:
n = sample, i = data dimension, k = latent dimension.
"""
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n_samples = x.shape[0]
    d_z = w_dec.shape[0]

    torch.manual_seed(seed)
    eps = torch.randn(n_samples, d_z)

    # forward
    mu = torch.einsum("ni,ik->nk", x, w_enc[:, :d_z])
    log_var = torch.einsum("ni,ik->nk", x, w_enc[:, d_z:])
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    x_hat = torch.einsum("nk,ki->ni", z, w_dec)

    # backward, from the loss to the weights
    g_xhat = 2.0 * (x_hat - x) / n_samples
    g_wdec = torch.einsum("nk,ni->ki", z, g_xhat)
    g_z = torch.einsum("ni,ki->nk", g_xhat, w_dec)

    g_mu = g_z + mu / n_samples
    g_logvar = 0.5 * g_z * sigma * eps + 0.5 * (sigma**2 - 1.0) / n_samples

    g_wenc = torch.cat(
        [torch.einsum("ni,nk->ik", x, g_mu), torch.einsum("ni,nk->ik", x, g_logvar)],
        dim=1,
    )

    new_enc = w_enc - lr * g_wenc
    new_dec = w_dec - lr * g_wdec
    return torch.cat([new_enc.flatten(), new_dec.flatten()])
