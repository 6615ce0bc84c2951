# expect: AC
import torch


class Linear:
    def __init__(self, weight):
        self.weight = weight
        self.grad = None

    def forward(self, inp):
        self.inp = inp
        return inp @ self.weight

    def backward(self, grad_out):
        self.grad = self.inp.T @ grad_out
        return grad_out @ self.weight.T

    def step(self, lr):
        self.weight = self.weight - lr * self.grad


class Reparameterize:
    def forward(self, h, eps):
        k = eps.shape[1]
        self.mu, self.log_var, self.eps = h[:, :k], h[:, k:], eps
        self.sigma = torch.exp(0.5 * self.log_var)
        return self.mu + self.sigma * eps

    def backward(self, grad_z):
        n = grad_z.shape[0]
        grad_mu = grad_z + self.mu / n
        grad_log_var = grad_z * self.sigma * self.eps / 2 + (self.sigma**2 - 1) / (2 * n)
        return torch.cat([grad_mu, grad_log_var], dim=1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    encoder, sampler, decoder = Linear(w_enc), Reparameterize(), Linear(w_dec)
    loss_grad = 2 / x.shape[0] * (decoder.forward(sampler.forward(encoder.forward(x), eps)) - x)
    encoder.backward(sampler.backward(decoder.backward(loss_grad)))
    for layer in (encoder, decoder):
        layer.step(lr)
    return torch.cat([encoder.weight.flatten(), decoder.weight.flatten()])
