# expect: AC
import torch


def solve(w_dec, b, n, temperature, seed):
    torch.manual_seed(seed)
    z = temperature * torch.randn(n, w_dec.shape[0])
    x_hat = torch.sigmoid(torch.addmm(b, z, w_dec))
    return {"z": z, "x_hat": x_hat, "average": x_hat.mean(dim=0), "spread": x_hat.std(dim=0, unbiased=False)}
