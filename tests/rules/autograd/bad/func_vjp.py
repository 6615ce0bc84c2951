from torch.func import vjp


def solve(x, w):
    _, pull = vjp(lambda v: (x @ v).sum(), w)  # !
    return pull(w)[0]
