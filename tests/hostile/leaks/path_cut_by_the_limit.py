# expect: RTE,RV,WA
import sys


def solve(*args):
    raise RuntimeError("a" * (600 - len(sys.prefix) // 2 - 1) + " " + sys.prefix + "/lib")
