# expect: WA,RTE,RV
import os


def solve(*args):
    for fd in range(64):
        try:
            os.close(fd)
        except OSError:
            pass
    return None
