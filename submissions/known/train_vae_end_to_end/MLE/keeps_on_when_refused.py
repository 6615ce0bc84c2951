# expect: MLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    blocks = []
    size = 64 << 20
    while size > 64:
        try:
            blocks.append(bytearray(size))
        except MemoryError:
            size //= 2          # take smaller and smaller bites until it is all gone
    return torch.zeros(1 << 28) + torch.zeros(1 << 28)
