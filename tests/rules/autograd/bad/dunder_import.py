def solve(x, w):
    return __import__("torch.autograd").autograd.grad((x @ w).sum(), w)[0]  # !
