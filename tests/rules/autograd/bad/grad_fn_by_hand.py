def solve(x, w):
    loss = (x @ w).sum()
    node = loss.grad_fn
    return node(x)  # !
