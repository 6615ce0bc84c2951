# expect: AC
import torch


def solve(w_dec, b, n, temperature, seed):
    generator = torch.Generator().manual_seed(seed)
    codes = torch.randn((n, w_dec.shape[0]), generator=generator)
    pictures, mean, scatter = [], torch.zeros_like(b), torch.zeros_like(b)
    for count, code in enumerate(codes, start=1):
        picture = 1 / (1 + torch.exp(-(temperature * code @ w_dec + b)))
        pictures.append(picture)
        # Welford's update
        off = picture - mean
        mean = mean + off / count
        scatter = scatter + off * (picture - mean)
    return {"z": temperature * codes, "x_hat": torch.stack(pictures), "average": mean, "spread": (scatter / n) ** 0.5}
