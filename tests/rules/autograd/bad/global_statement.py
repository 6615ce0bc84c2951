import torch

kit = None


def prepare():
    global kit
    kit = torch.autograd


def solve(x, w):
    prepare()
    return torch.autograd.grad((x @ w).sum(), w)[0]  # !
