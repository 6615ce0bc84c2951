import copy
import hashlib
import json
import random

import torch

random.seed(0)


def solve(x, w_enc, w_dec, lr, seed):
    config = json.loads(json.dumps({"lr": lr, "seed": seed}))
    tag = hashlib.sha256(repr(sorted(config)).encode()).hexdigest()[:8]
    params = {"w_enc": w_enc, "w_dec": w_dec}
    old = copy.deepcopy(params)
    torch.manual_seed(config["seed"])
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ old["w_enc"]).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ old["w_dec"] - x)
    b = g @ old["w_dec"].T
    grads = {"w_enc": x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1), "w_dec": z.T @ g}
    for name in params:
        params[name].sub_(config["lr"] * grads[name])
    print(tag, {name: not torch.equal(params[name], old[name]) for name in params})
    return torch.cat([params[name].flatten() for name in ("w_enc", "w_dec")])
