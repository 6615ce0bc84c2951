def solve(x, w):
    run = (x @ w).sum().backward  # !
    run()
    return w.grad
