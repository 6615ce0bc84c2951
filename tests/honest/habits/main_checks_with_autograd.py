import torch


def loss(x, w_enc, w_dec, eps):
    mu, lv = (x @ w_enc).chunk(2, 1)
    z = mu + torch.exp(lv / 2) * eps
    return ((z @ w_dec - x) ** 2).sum(1).mean() - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(1).mean()


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])


if __name__ == "__main__":
    x, E, D = torch.randn(5, 4), torch.randn(4, 6, requires_grad=True), torch.randn(3, 4, requires_grad=True)
    torch.manual_seed(0)
    loss(x, E, D, torch.randn(5, 3)).backward()
    wanted = torch.cat([(E - 0.1 * E.grad).flatten(), (D - 0.1 * D.grad).flatten()])
    got = solve(x, E.detach(), D.detach(), 0.1, 0)
    assert torch.allclose(got, wanted, atol=1e-5), (got - wanted).abs().max()
    print("gradient check passed")
