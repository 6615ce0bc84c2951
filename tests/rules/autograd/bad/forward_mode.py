from torch.autograd.forward_ad import dual_level, make_dual, unpack_dual  # !


def solve(x, w):
    with dual_level():  # !
        return unpack_dual((x @ make_dual(w, w)).sum())  # !
