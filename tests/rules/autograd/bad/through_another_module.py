import torch.nn.functional as F


def solve(x, w):
    return F.torch.autograd.grad((x @ w).sum(), w)[0]  # !
