class Kit:
    @staticmethod
    def run(loss):
        loss.backward()  # !


def solve(x, w):
    Kit.run((x @ w).sum())
    return w.grad
