# expect: WA
import torch


def solve(x, w_enc, w_dec, eps, threshold):
    mu, log_var = torch.chunk(x.matmul(w_enc), 2, dim=1)
    z = torch.addcmul(mu.unsqueeze(0), log_var.mul(0.5).exp().unsqueeze(0), eps)
    residual = torch.einsum("lnk,kd->lnd", z, w_dec) - x
    score = residual.square().sum(dim=(0, 2))
    score = score - 0.5 * torch.sum(1 + log_var - mu.square() - log_var.exp(), dim=1)
    return {"score": score, "flagged": score.gt(threshold), "worst": score.argmax()}
