class Solver:
    def __call__(self, x, w):
        (x @ w).sum().backward()  # !
        return w.grad


solve = Solver()
