import torch
from torch.autograd import no_grad


@torch.no_grad()
def forward(x, w):
    return x @ w


def solve(x, w, lr):
    torch.set_grad_enabled(False)
    with torch.inference_mode(), no_grad(), torch.autograd.set_grad_enabled(False):
        return (w - lr * x.T @ forward(x.detach(), w)).detach()
