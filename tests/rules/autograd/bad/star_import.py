from torch.autograd import *


def solve(x, w):
    return grad((x @ w).sum(), w)[0]  # !
