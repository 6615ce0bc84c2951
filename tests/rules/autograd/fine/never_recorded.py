def solve(x, w, lr):
    assert w.grad_fn is None and not w.requires_grad
    assert w.grad is None
    return w - lr * x.T @ (x @ w)
