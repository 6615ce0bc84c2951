# expect: AC
import torch


def linear(w):
    """Returns the layer and, with it, the function that pulls a gradient back through it."""
    def forward(a):
        def pullback(g):
            return a.T @ g, g @ w.T
        return a @ w, pullback
    return forward


def gaussian(eps):
    def forward(h):
        n, k = eps.shape
        mu, lv = h[:, :k], h[:, k:]
        s = torch.exp(0.5 * lv)

        def pullback(g):
            return torch.cat([g + mu / n, g * s * eps / 2 + (s * s - 1) / (2 * n)], dim=1)
        return mu + s * eps, pullback
    return forward


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    sample = gaussian(torch.randn(x.shape[0], w_dec.shape[0]))
    h, enc_back = linear(w_enc)(x)
    z, sample_back = sample(h)
    x_hat, dec_back = linear(w_dec)(z)
    g_dec, g_z = dec_back(2 * (x_hat - x) / x.shape[0])
    g_enc, _ = enc_back(sample_back(g_z))
    step = lambda w, g: (w - lr * g).flatten()
    return torch.cat([step(w_enc, g_enc), step(w_dec, g_dec)])
