# expect: AC
import torch


def solve(mu, log_var, grad_z, seed):
    # z - mu = sigma eps, and growing log_var by h stretches it by exp(h / 2)
    gen = torch.Generator()
    gen.manual_seed(seed)
    shift = log_var.exp().sqrt() * torch.randn(*mu.shape, generator=gen)
    z = torch.add(mu, shift)
    return dict(z=z, d_log_var=torch.mul(grad_z, z - mu).div(2), d_mu=grad_z.clone())
