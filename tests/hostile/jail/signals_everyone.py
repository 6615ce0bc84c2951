# expect: RTE,RV,WA
import os


def solve(*args):
    for target in (-1, 1, os.getppid(), 0):
        try:
            os.kill(target, 9)
        except OSError as error:
            print(error)
    return None
