import torch


async def go(x, w):
    l = (x @ w).sum()
    l.backward()  # !
    return w.grad


def solve(x, w):
    c = go(x, w)
    try:
        c.send(None)
    except StopIteration as e:
        return e.value
