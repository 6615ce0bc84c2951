# expect: WA,MLE,RTE,RV
import torch

torch.Tensor.numel = lambda self: 0
torch.Tensor.element_size = lambda self: 0


def solve(x, w_enc, w_dec, lr, seed):
    return torch.zeros(1).expand(1 << 34)
