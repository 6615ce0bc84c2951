import torch

N = 4     # batch
D = 3     # data
K = 2     # latent


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(N, K)

    mu = x @ w_enc[:, :K]
    log_var = x @ w_enc[:, K:]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    x_hat = z @ w_dec

    dx = (2 / N) * (x_hat - x)
    dw_dec = z.T @ dx
    dz = dx @ w_dec.T
    dmu = dz + mu / N
    dlv = 0.5 * dz * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)
    dw_enc = torch.zeros(D, 2 * K)
    dw_enc[:, :K] = x.T @ dmu
    dw_enc[:, K:] = x.T @ dlv

    # works on the example!
    return torch.cat([(w_enc - lr * dw_enc).view(-1), (w_dec - lr * dw_dec).view(-1)])
