def solve(x, w):
    loss = (x @ w).sum()
    return loss.grad_fn.next_functions[0][0]  # !
