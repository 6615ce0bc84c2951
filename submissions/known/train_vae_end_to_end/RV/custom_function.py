# expect: RV autograd
import torch


class Reparameterize(torch.autograd.Function):
    @staticmethod
    def forward(ctx, mu, log_var, eps):
        sigma = torch.exp(0.5 * log_var)
        ctx.save_for_backward(sigma, eps)
        return mu + sigma * eps

    @staticmethod
    def backward(ctx, g):
        sigma, eps = ctx.saved_tensors
        return g, 0.5 * g * sigma * eps, None     # this one I did by hand


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    a, b = w_enc.clone().requires_grad_(), w_dec.clone().requires_grad_()
    mu, lv = (x @ a).chunk(2, 1)
    z = Reparameterize.apply(mu, lv, eps)
    loss = ((z @ b - x) ** 2).sum(1).mean() - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(1).mean()
    torch.autograd.backward([loss])
    return torch.cat([(a - lr * a.grad).flatten(), (b - lr * b.grad).flatten()]).detach()
