# expect: RTE,RV,WA
import os


def solve(*args):
    made = []
    try:
        while len(made) < 100_000:
            made.append(os.dup(1))
    except OSError:
        pass
    print(len(made))
    return None
