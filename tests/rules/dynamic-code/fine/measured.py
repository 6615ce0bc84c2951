import cProfile
import timeit


def solve(x, w):
    timeit.timeit("1 + 1", setup="import math", number=1)
    timeit.timeit(lambda: x + w, number=1)
    cProfile.run("1 + 1")
    return w
