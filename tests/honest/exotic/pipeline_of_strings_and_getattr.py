import operator

import torch

ACTIVATIONS = {"half_exp": lambda t: t.div(2).exp(), "none": lambda t: t}
PICK = operator.itemgetter("mu", "s", "z")


def apply(t, *steps):
    for name, *args in steps:
        t = getattr(t, name)(*args)
    return t


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = getattr(torch, "randn")(n, k)
    h = apply(x, ("matmul", w_enc), ("clone",))
    v = {"mu": h[:, :k], "s": ACTIVATIONS["half_exp"](h[:, k:])}
    v["z"] = operator.add(v["mu"], v["s"] * eps)
    mu, s, z = PICK(v)
    g = apply(z, ("matmul", w_dec), ("sub", x), ("mul", 2), ("div", n))
    b = operator.matmul(g, operator.attrgetter("T")(w_dec))
    gl = apply(b, ("mul", s), ("mul", eps), ("div", 2), ("add", (s * s - 1) / (2 * n)))
    ge = apply(x, ("t",), ("matmul", torch.cat([b + mu / n, gl], 1)))
    flat = operator.methodcaller("flatten")
    return torch.cat([flat(w_enc - lr * ge), flat(w_dec - lr * z.T @ g)])
