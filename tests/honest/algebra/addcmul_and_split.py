import torch

def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = torch.split(h, k, dim=1)
    s = lv.mul(.5).exp_()
    z = torch.addcmul(mu, s, eps)
    xh = z.mm(w_dec)
    g = torch.sub(xh, x).mul_(2 / n)
    gz = g.mm(w_dec.t())
    gmu = torch.add(gz, mu, alpha=1 / n)
    glv = torch.addcmul((s.pow(2) - 1) / (2 * n), gz * s, eps, value=.5)
    ge = x.t().mm(torch.cat((gmu, glv), dim=-1))
    gd = z.t().mm(g)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
