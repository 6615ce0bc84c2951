# expect: WA
import numpy as np
import torch


def solve(w_dec, b, n, temperature, seed):
    torch.manual_seed(seed)
    z = torch.randn(n, w_dec.shape[0]).numpy().astype(np.float64) 
    logits = (z @ w_dec.numpy() + b.numpy()) * temperature
    x_hat = np.where(logits > 0, 1 / (1 + np.exp(-np.abs(logits))), 1 - 1 / (1 + np.exp(-np.abs(logits))))
    return {"z": z, "x_hat": x_hat, "average": x_hat.sum(0) / n, "spread": np.std(x_hat, axis=0)}
