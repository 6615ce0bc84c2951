import os


def solve(x, w):
    threads = os.cpu_count()
    return w if os.environ.get("HOME") or threads else w
