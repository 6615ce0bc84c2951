import torch


def split(*, of, at):
    return of[:, :at], of[:, at:]


def grads(x, /, z, *, g, gh):
    return {"e": x.T @ gh, "d": z.T @ g}


def solve(*args, **kwargs):
    x, *weights, lr, seed = args
    w_enc, w_dec = weights
    torch.manual_seed(seed)
    (n, _d), (k, _) = x.shape, w_dec.shape
    shape = [n, k]
    eps = torch.randn(*shape)
    mu, lv = split(of=x @ w_enc, at=k)
    s = (0.5 * lv).exp()
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    back = {"g": g, "gh": torch.cat([*[gz + mu / n], *(gz * s * eps / 2 + (s * s - 1) / (2 * n),)], 1)}
    result = grads(x, z=z, **back)
    return torch.cat([(w_enc - lr * result["e"]).flatten(), (w_dec - lr * result["d"]).flatten()])
