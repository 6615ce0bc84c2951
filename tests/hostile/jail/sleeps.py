# expect: TLE,RV
import time


def solve(*args):
    while True:
        time.sleep(1000)
