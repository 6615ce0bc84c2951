"""No torch.autograd here, and no loss.backward() either."""


def solve(x, w, lr):
    """Instead of loss.backward() the gradient of torch.autograd.grad(loss, w) is written out."""
    # loss.backward()
    return w - lr * 2 * x.T @ (x @ w)
