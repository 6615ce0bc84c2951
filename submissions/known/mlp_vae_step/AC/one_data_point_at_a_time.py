# expect: AC
import torch


def solve(x, params, eps, beta, sigma2):
    p, n = params, len(x)
    out = {"loss": 0.0, "recon": 0.0, "kl": 0.0}
    out.update({"d_" + name: torch.zeros_like(value) for name, value in p.items()})

    def layer(name, a, g):
        out["d_W" + name] += torch.outer(a, g) / n
        out["d_b" + name] += g / n
        return p["W" + name] @ g

    for v, e in zip(x, eps):
        h1 = torch.tanh(p["W1e"].T @ v + p["b1e"])
        h2 = torch.tanh(p["W2e"].T @ h1 + p["b2e"])
        mu, lv = p["Wmu"].T @ h2 + p["bmu"], p["Wlv"].T @ h2 + p["blv"]
        shift = torch.exp(lv / 2) * e
        k1 = torch.tanh(p["W1d"].T @ (mu + shift) + p["b1d"])
        k2 = torch.tanh(p["W2d"].T @ k1 + p["b2d"])
        r = p["Wout"].T @ k2 + p["bout"] - v
        out["recon"] += float(r @ r) / (2 * sigma2) / n
        out["kl"] += float(torch.sum(mu * mu + lv.exp() - lv - 1)) / 2 / n

        g = layer("out", k2, r / sigma2)
        g = layer("2d", k1, g - g * k2 * k2)
        gz = layer("1d", mu + shift, g - g * k1 * k1)
        g = layer("mu", h2, gz + beta * mu) + layer("lv", h2, gz * shift / 2 + beta * (lv.exp() - 1) / 2)
        g = layer("2e", h1, g - g * h2 * h2)
        layer("1e", v, g - g * h1 * h1)
    out["loss"] = out["recon"] + beta * out["kl"]
    return out
