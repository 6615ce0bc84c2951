# expect: RV autograd
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.shape[0], w_dec.shape[0]
    w_enc = w_enc.clone().requires_grad_(True)
    w_dec = w_dec.clone().requires_grad_(True)

    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    z = mu + torch.exp(0.5 * log_var) * eps
    x_hat = z @ w_dec
    recon_loss = ((x_hat - x) ** 2).sum(dim=-1).mean()
    kl_loss = -0.5 * (1 + log_var - mu**2 - torch.exp(log_var)).sum(dim=-1).mean()
    loss = recon_loss + kl_loss
    loss.backward()

    with torch.no_grad():
        w_enc -= lr * w_enc.grad
        w_dec -= lr * w_dec.grad
    return torch.cat([w_enc.detach().flatten(), w_dec.detach().flatten()])
