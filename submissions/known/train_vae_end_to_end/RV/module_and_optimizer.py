# expect: RV autograd
import torch
from torch import nn


class VAE(nn.Module):
    def __init__(self, w_enc, w_dec):
        super().__init__()
        self.enc = nn.Parameter(w_enc.clone())
        self.dec = nn.Parameter(w_dec.clone())

    def forward(self, x, eps):
        mu, log_var = (x @ self.enc).chunk(2, dim=1)
        return (mu + torch.exp(log_var / 2) * eps) @ self.dec, mu, log_var


def solve(x, w_enc, w_dec, lr, seed):
    model = VAE(w_enc, w_dec)
    optimizer = torch.optim.SGD(model.parameters(), lr=lr)
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    x_hat, mu, log_var = model(x, eps)
    loss = (x_hat - x).pow(2).sum(1).mean() - 0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).sum(1).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return nn.utils.parameters_to_vector(model.parameters()).detach()
