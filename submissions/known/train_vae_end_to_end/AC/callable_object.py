# expect: AC
import torch


class Trainer:
    def __call__(self, x, w_enc, w_dec, lr, seed):
        n, k = x.shape[0], w_dec.shape[0]
        torch.manual_seed(seed)
        eps = torch.randn(n, k)
        h = x @ w_enc
        mu, lv = h[:, :k], h[:, k:]
        s = torch.exp(0.5 * lv)
        z = mu + s * eps
        g = 2 / n * (z @ w_dec - x)
        g_enc = self.backward(x, w_dec, g, mu, s, eps)
        return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * z.T @ g).flatten()])

    def backward(self, x, w_dec, g, mu, s, eps):
        n = x.shape[0]
        gz = g @ w_dec.T
        return x.T @ torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], dim=1)


solve = Trainer()
