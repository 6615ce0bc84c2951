# expect: WA,RTE,RV
import os


def solve(*args):
    for fd in range(3, 10):
        try:
            os.write(fd, b"\xff" * 8)
        except OSError:
            pass
    return None
