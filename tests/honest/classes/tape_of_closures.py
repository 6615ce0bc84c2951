"""A list of closures, each written by hand for this chain of operations, run from the end."""
import torch


class Tape:
    def __init__(self):
        self.steps = []
        self.grads = {}

    def add(self, name, grad):
        self.grads[name] = self.grads[name] + grad if name in self.grads else grad

    def record(self, step):
        self.steps.append(step)

    def backward(self):
        while self.steps:
            self.steps.pop()()
        return self.grads


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    tape = Tape()
    g = tape.grads

    h = x @ w_enc
    tape.record(lambda: tape.add("w_enc", x.T @ torch.cat([g["mu"], g["lv"]], 1)))
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    tape.record(lambda: tape.add("lv", g["s"] * s / 2))
    z = mu + s * eps
    tape.record(lambda: (tape.add("mu", g["z"]), tape.add("s", g["z"] * eps)))
    xhat = z @ w_dec
    tape.record(lambda: (tape.add("w_dec", z.T @ g["xhat"]), tape.add("z", g["xhat"] @ w_dec.T)))
    tape.record(lambda: (tape.add("xhat", 2 / n * (xhat - x)), tape.add("mu", mu / n),
                         tape.add("lv", (lv.exp() - 1) / (2 * n))))
    grads = tape.backward()
    return torch.cat([(w_enc - lr * grads["w_enc"]).flatten(), (w_dec - lr * grads["w_dec"]).flatten()])
