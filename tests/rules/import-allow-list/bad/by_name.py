def solve(x, w):
    return __import__("jax").grad(lambda v: v)(w)  # !
