import contextlib
from collections import ChainMap, OrderedDict, defaultdict

import torch


@contextlib.contextmanager
def seeded(seed):
    state = torch.get_rng_state()
    torch.manual_seed(seed)
    try:
        yield
    finally:
        torch.set_rng_state(state)


def solve(x, w_enc, w_dec, lr, seed):
    with seeded(seed):
        eps = torch.randn(len(x), len(w_dec))
    grads = defaultdict(float)
    values = OrderedDict(x=x)
    names = ChainMap({"eps": eps}, values)
    n, k = eps.shape
    with contextlib.ExitStack() as stack:
        values["h"] = x @ w_enc
        stack.callback(lambda: grads.__setitem__("e", x.T @ grads["h"]))
        values["s"] = torch.exp(values["h"][:, k:] / 2)
        values["z"] = values["h"][:, :k] + values["s"] * names["eps"]

        def through_sample():
            mu, s, gz = values["h"][:, :k], values["s"], grads["z"]
            grads["h"] = torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1)

        stack.callback(through_sample)
        values["g"] = 2 / n * (values["z"] @ w_dec - x)

        def through_decoder():
            grads["d"] = values["z"].T @ values["g"]
            grads["z"] = values["g"] @ w_dec.T

        stack.callback(through_decoder)
    return torch.cat([(w_enc - lr * grads["e"]).flatten(), (w_dec - lr * grads["d"]).flatten()])
