# expect: MLE,RTE,RV,TLE
import zlib


def solve(*args):
    data = zlib.compress(bytes(1 << 26), 9)
    parts = []
    while True:
        parts.append(zlib.decompress(data))
