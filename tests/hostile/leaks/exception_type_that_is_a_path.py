# expect: RTE,RV,WA
import sys


def solve(*args):
    raise type(sys.prefix, (Exception,), {"__module__": sys.prefix})(sys.prefix)
