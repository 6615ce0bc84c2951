import torch


class Stage:
    def __init__(self, run):
        self.run = run

    def __rshift__(self, other):
        return Stage(lambda value: other.run(self.run(value)))

    def __rrshift__(self, value):
        return self.run(value)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    kept = {}

    def keep(name):
        return Stage(lambda value: kept.setdefault(name, value))

    times = lambda w: Stage(lambda a: a @ w)
    sample = Stage(lambda h: h[:, :k] + (h[:, k:] / 2).exp() * eps)
    g = [x] >> Stage(lambda pair: pair[0]) >> times(w_enc) >> keep("h") >> sample >> keep("z") >> times(w_dec)
    g = 2 / n * (g - x)
    b = g @ w_dec.T
    mu, lv = kept["h"].chunk(2, 1)
    gh = torch.cat([b + mu / n, b * (kept["z"] - mu) / 2 + lv.expm1() / (2 * n)], 1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * kept["z"].T @ g).flatten()])
