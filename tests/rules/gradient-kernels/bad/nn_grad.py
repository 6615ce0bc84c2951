from torch.nn.grad import conv1d_weight  # !


def solve(x, w):
    return conv1d_weight(x, w.shape, x)  # !
