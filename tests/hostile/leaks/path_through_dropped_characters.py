# expect: RTE,RV,WA
import sys


def solve(*args):
    """What a report drops must not be what kept a path from being seen."""
    hidden = "\x00".join(sys.prefix)
    print(hidden)
    raise RuntimeError("\x7f".join(sys.prefix) + " " + hidden)
