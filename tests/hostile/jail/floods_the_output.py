# expect: OLE,RV
import os


def solve(*args):
    while True:
        os.write(1, b"A" * 65536)
