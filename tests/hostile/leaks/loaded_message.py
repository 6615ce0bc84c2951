# expect: RTE,RV,CE
import sys

raise SyntaxError(sys.prefix + " " + str(sys.path), (sys.executable, 1, 1, sys.prefix))


def solve(*args):
    pass
