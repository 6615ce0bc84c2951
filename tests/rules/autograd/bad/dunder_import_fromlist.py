def solve(x, w):
    kit = __import__("torch.autograd", fromlist=["grad"])
    return kit.grad((x @ w).sum(), w)[0]  # !
