try:
    from torch.func import grad as slope
except ImportError:
    from torch.autograd import grad as slope


def solve(x, w):
    return slope(lambda v: (x @ v).sum())(w)  # !
