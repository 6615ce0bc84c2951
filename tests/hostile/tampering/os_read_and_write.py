# expect: WA,RTE,RV,TLE
import os

write = os.write
os.write = lambda fd, data: write(fd, bytes(data).replace(b'"fault"', b'"fauxt"').replace(b"exception", b"AC       "))
os.read = lambda fd, n: b"\0" * n


def solve(*args):
    raise ValueError("no")
