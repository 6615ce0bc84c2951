from torch.utils.checkpoint import checkpoint  # !


def solve(x, w):
    return checkpoint(torch_sum, x @ w)  # !


def torch_sum(x):
    return x.sum()
