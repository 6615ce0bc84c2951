import torch

EPOCHS = 1
BATCHES = 1


class Trainer:
    history: list = []

    def __init__(self, lr, seed):
        self.lr, self.seed = lr, seed

    def __enter__(self):
        torch.manual_seed(self.seed)
        return self

    def __exit__(self, *exc):
        return False

    def fit(self, x, w):
        for epoch in range(EPOCHS):
            for _ in range(BATCHES):
                eps = torch.randn(x.shape[0], w["dec"].shape[0])
                loss, grads = self.loss_and_grads(x, w, eps)
                w = {name: value - self.lr * grads[name] for name, value in w.items()}
                self.history.append(loss)
            print("epoch", epoch, "loss %.4f" % self.history[-1])
        else:
            return w

    @staticmethod
    def loss_and_grads(x, w, eps):
        n, k = eps.shape
        h = x @ w["enc"]
        mu, lv = h[:, :k], h[:, k:]
        s = torch.exp(lv / 2)
        z = mu + s * eps
        r = z @ w["dec"] - x
        loss = (r**2).sum().item() / n - 0.5 * (1 + lv - mu**2 - s**2).sum().item() / n
        g = 2 * r / n
        b = g @ w["dec"].T
        return loss, {"enc": x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s**2 - 1) / (2 * n)], 1), "dec": z.T @ g}


def solve(x, w_enc, w_dec, lr, seed):
    with Trainer(lr, seed) as trainer:
        w = trainer.fit(x, {"enc": w_enc, "dec": w_dec})
    return torch.cat([w["enc"].flatten(), w["dec"].flatten()])
