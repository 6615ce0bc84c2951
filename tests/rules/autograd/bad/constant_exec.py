import torch


def solve(x, w):
    box = {"w": w, "x": x, "torch": torch}
    exec("g = torch.autograd.grad((x @ w).sum(), w)[0]", box)  # !
    return box["g"]
