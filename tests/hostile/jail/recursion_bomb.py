# expect: RTE,RV,MLE
import sys

sys.setrecursionlimit(2**31 - 1)


def solve(*args):
    return repr_of(args)


def repr_of(value):
    class Deep:
        def __repr__(self):
            return f"{Deep()!r}"
    return repr(Deep())
