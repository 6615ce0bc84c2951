# expect: RTE,RV,WA
import sys


def solve(*args):
    return type(sys.prefix + "/x", (), {"__module__": sys.prefix})()
