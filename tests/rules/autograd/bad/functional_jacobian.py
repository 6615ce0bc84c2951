from torch.autograd import functional


def solve(x, w):
    return functional.jacobian(lambda v: (x @ v).sum(), w)  # !
