def solve(x, w):
    if w.requires_grad:
        w = w.detach()
    return w
