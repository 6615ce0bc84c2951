# expect: AC
import torch

# formulas as strings, so that I can print them in my report
FORWARD = """
h = x @ w_enc
mu, lv = h[:, :k], h[:, k:]
s = torch.exp(0.5 * lv)
z = mu + s * eps
"""
G_XHAT = "2 / n * (z @ w_dec - x)"


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    env = {"torch": torch, "x": x, "w_enc": w_enc, "w_dec": w_dec, "n": len(x), "k": len(w_dec)}
    env["eps"] = torch.randn(env["n"], env["k"])
    exec(FORWARD, env)
    g = eval(G_XHAT, env)
    n, mu, s, z = env["n"], env["mu"], env["s"], env["z"]
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * env["eps"] / 2 + (s * s - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
