# expect: WA,RTE,RV
import os


def solve(*args):
    os._exit(0)
