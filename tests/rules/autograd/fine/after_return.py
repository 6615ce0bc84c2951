def solve(x, w, lr):
    return w - lr * x.T @ (x @ w)
    loss = (x @ w).sum()
    loss.backward()
