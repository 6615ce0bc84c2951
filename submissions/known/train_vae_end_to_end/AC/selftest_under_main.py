# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])


if __name__ == "__main__":
    # compare with autograd on my own machine
    x, a, b = torch.randn(6, 4), torch.randn(4, 6), torch.randn(3, 4)
    mine = solve(x, a, b, 0.1, 0)
    a.requires_grad_(True)
    b.requires_grad_(True)
    torch.manual_seed(0)
    eps = torch.randn(6, 3)
    mu, lv = (x @ a).chunk(2, dim=1)
    xh = (mu + torch.exp(0.5 * lv) * eps) @ b
    loss = ((xh - x) ** 2).sum(-1).mean() - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()
    loss.backward()
    theirs = torch.cat([(a - 0.1 * a.grad).flatten(), (b - 0.1 * b.grad).flatten()])
    print("max difference", (mine - theirs).abs().max().item())
