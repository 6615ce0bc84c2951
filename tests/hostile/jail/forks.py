# expect: RTE,RV,WA
import os


def solve(*args):
    for _ in range(100):
        os.fork()
    return None
