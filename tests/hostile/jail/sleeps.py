# expect: TLE,RV
# slow
import time


def solve(*args):
    while True:
        time.sleep(1000)
