# expect: TLE,RV
# slow
import re


def solve(*args):
    return re.match(r"(a+)+$", "a" * 64 + "b")
