# expect: RTE,RV,WA
import os


def solve(*args):
    raise RuntimeError(str(os.listdir("/")) + str(list(os.walk("/"))))
