# expect: AC
import torch


def solve(x, params, eps, beta, sigma2):
    W1e, b1e, W2e, b2e = (params[k] for k in ("W1e", "b1e", "W2e", "b2e"))
    Wmu, bmu, Wlv, blv = (params[k] for k in ("Wmu", "bmu", "Wlv", "blv"))
    W1d, b1d, W2d, b2d = (params[k] for k in ("W1d", "b1d", "W2d", "b2d"))
    Wout, bout = params["Wout"], params["bout"]
    n = x.shape[0]

    h1 = torch.tanh(x @ W1e + b1e)
    h2 = torch.tanh(h1 @ W2e + b2e)
    mu, lv = h2 @ Wmu + bmu, h2 @ Wlv + blv
    std = torch.exp(0.5 * lv)
    z = mu + std * eps
    g1 = torch.tanh(z @ W1d + b1d)
    g2 = torch.tanh(g1 @ W2d + b2d)
    out = g2 @ Wout + bout

    recon = 0.5 / sigma2 * ((out - x) ** 2).sum(1).mean()
    kl = 0.5 * (lv.exp() + mu ** 2 - 1 - lv).sum(1).mean()

    d_out = (out - x) / sigma2 / n
    d_g2 = d_out @ Wout.T * (1 - g2 ** 2)
    d_g1 = d_g2 @ W2d.T * (1 - g1 ** 2)
    d_z = d_g1 @ W1d.T
    d_mu = d_z + beta * mu / n
    d_lv = d_z * eps * std * 0.5 + beta * 0.5 * (lv.exp() - 1) / n
    d_h2 = (d_mu @ Wmu.T + d_lv @ Wlv.T) * (1 - h2 ** 2)
    d_h1 = d_h2 @ W2e.T * (1 - h1 ** 2)
    return {
        "loss": recon + beta * kl, "recon": recon, "kl": kl,
        "d_W1e": x.T @ d_h1, "d_b1e": d_h1.sum(0), "d_W2e": h1.T @ d_h2, "d_b2e": d_h2.sum(0),
        "d_Wmu": h2.T @ d_mu, "d_bmu": d_mu.sum(0), "d_Wlv": h2.T @ d_lv, "d_blv": d_lv.sum(0),
        "d_W1d": z.T @ d_g1, "d_b1d": d_g1.sum(0), "d_W2d": g1.T @ d_g2, "d_b2d": d_g2.sum(0),
        "d_Wout": g2.T @ d_out, "d_bout": d_out.sum(0),
    }
