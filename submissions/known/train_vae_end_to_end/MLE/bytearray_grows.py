# expect: MLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    buffer = bytearray()
    while True:
        buffer += b"\x01" * (16 << 20)
