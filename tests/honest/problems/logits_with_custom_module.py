# problem: bernoulli_bce_from_logits
import torch
import torch.nn as nn
import torch.nn.functional as F


class BCE(nn.Module):
    """forward and backward by hand, as in the lecture"""

    def __init__(self):
        super().__init__()
        self.cache = None

    def forward(self, logits, x):
        self.cache = (logits, x)
        return F.binary_cross_entropy_with_logits(logits, x, reduction="sum") / x.shape[0]

    def backward_by_hand(self):
        logits, x = self.cache
        return (torch.sigmoid(logits) - x) / x.size(0)


@torch.no_grad()
def solve(x, logits):
    layer = BCE()
    loss = layer(logits, x)
    grad = layer.backward_by_hand()
    if torch.isnan(grad).any():
        raise RuntimeError("NaN in the gradient")
    return dict(loss=loss.item(), d_logits=grad)
