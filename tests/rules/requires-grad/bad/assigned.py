def solve(x, w):
    w.requires_grad = True  # !
    return w
