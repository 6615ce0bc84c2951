import torch
from torch import nn


def solve(x, w_enc, w_dec, lr, seed):
    weights = nn.ParameterDict({"enc": w_enc.clone(), "dec": w_dec.clone()})
    for p in weights.parameters():
        p.requires_grad_(False)
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ weights["enc"]).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ weights["dec"] - x)
    b = g @ weights["dec"].T
    grads = {"enc": x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1), "dec": z.T @ g}
    new = {name: w - lr * grads[name] for name, w in weights.state_dict().items()}
    weights.load_state_dict(new)
    return torch.cat([weights[name].detach().flatten() for name in ("enc", "dec")])
