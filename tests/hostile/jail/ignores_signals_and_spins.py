# expect: TLE,RV
# slow
import os


def solve(*args):
    try:
        s = __import__("sig" + "nal")
        for number in range(1, 65):
            try:
                s.signal(number, s.SIG_IGN)
            except (OSError, ValueError):
                pass
    except ImportError:
        pass
    while True:
        pass
