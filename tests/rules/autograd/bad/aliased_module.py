import torch.autograd as quiet


def solve(x, w):
    return quiet.grad((x @ w).sum(), w)[0]  # !
