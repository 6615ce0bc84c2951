import torch


def step(weights, lr):
    while True:
        grads = yield weights
        weights = [w - lr * g for w, g in zip(weights, grads, strict=True)]


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    trainer = step([w_enc, w_dec], lr)
    E, D = next(trainer)
    mu, lv = (x @ E).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ D - x)
    b = g @ D.T
    E, D = trainer.send([x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1), z.T @ g])
    trainer.close()
    return torch.cat([E.flatten(), D.flatten()])
