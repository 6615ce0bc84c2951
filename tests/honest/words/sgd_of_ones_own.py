import torch

class SGD:
    def __init__(self, params, lr):
        self.params, self.lr = list(params), lr
    def zero_grad(self):
        for p in self.params: p.grad = None
    def step(self):
        for p in self.params: p.data = p.data - self.lr * p.grad

def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    xh = z @ w_dec
    g = 2 / n * (xh - x)
    gz = g @ w_dec.T
    gmu = gz + mu / n
    glv = gz * s * eps / 2 + (s * s - 1) / (2 * n)
    ge = x.T @ torch.cat([gmu, glv], 1)
    gd = z.T @ g
    opt = SGD([w_enc, w_dec], lr)
    opt.zero_grad()
    w_enc.grad, w_dec.grad = ge, gd
    opt.step()
    return torch.cat([p.flatten() for p in opt.params])
