def solve(x, w):
    return w.clone().requires_grad_()  # !
