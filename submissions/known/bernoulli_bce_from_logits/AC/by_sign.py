# expect: AC
import torch


def solve(x, logits):
    """Positive and negative logits apart, each with the exponential that cannot overflow."""
    n = x.shape[0]
    up = logits >= 0
    small = torch.exp(torch.where(up, -logits, logits))
    p = torch.where(up, 1 / (1 + small), small / (1 + small))
    minus_log_p = torch.where(up, small.log1p(), small.log1p() - logits)
    minus_log_q = torch.where(up, small.log1p() + logits, small.log1p())
    loss = torch.einsum("nd,nd->", x, minus_log_p) + torch.einsum("nd,nd->", 1 - x, minus_log_q)
    return {"loss": loss / n, "d_logits": (p - x) / n}
