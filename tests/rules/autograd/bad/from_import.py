from torch.autograd import grad as slope


def solve(x, w):
    return slope((x @ w).sum(), w)[0]  # !
