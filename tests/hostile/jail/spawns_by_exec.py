# expect: RTE,RV,WA
import os


def solve(*args):
    os.execv("/bin/sh", ["sh", "-c", "echo AC"])
