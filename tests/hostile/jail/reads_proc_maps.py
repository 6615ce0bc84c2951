# expect: RTE,RV
import os


def solve(*args):
    raise RuntimeError(os.read(os.open("/proc/self/maps", os.O_RDONLY), 4000))
