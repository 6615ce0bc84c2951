import functools


def logged(f):
    @functools.wraps(f)
    def inner(*args, **kwargs):
        return f(*args, **kwargs)

    return inner


@logged
def solve(x, w):
    (x @ w).sum().backward()  # !
    return w.grad
