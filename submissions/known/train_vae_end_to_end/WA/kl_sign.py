# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps

    d_recon = (2 / N) * (z @ w_dec - x)
    dz = d_recon @ w_dec.T
    # ELBO = recon - KL, so the KL terms get a minus
    d_mu = dz - mu / N
    d_log_var = dz * 0.5 * sigma * eps - (torch.exp(log_var) - 1) / (2 * N)

    w_enc_new = w_enc - lr * x.T @ torch.hstack((d_mu, d_log_var))
    w_dec_new = w_dec - lr * z.T @ d_recon
    return torch.cat([w_enc_new.flatten(), w_dec_new.flatten()])
