import doctest
import timeit


def solve(x, w):
    text = input()
    timeit.timeit(text, number=1)  # !
    doctest.run_docstring_examples(solve, {})  # !
    return w
