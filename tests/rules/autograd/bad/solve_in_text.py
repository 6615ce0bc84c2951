import torch

exec("""  # !
def solve(x, w):
    l = (x@w).sum()
    l.backward()
    return w.grad
""")
