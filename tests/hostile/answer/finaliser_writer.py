# expect: WA,RTE,RV,OLE
import os
import weakref

import torch


class Last:
    def __del__(self):
        for fd in range(3, 12):
            try:
                os.write(fd, b"\0" * 64)
            except OSError:
                pass


def solve(x, w_enc, w_dec, lr, seed):
    out = torch.cat([w_enc.flatten(), w_dec.flatten()])
    out.keep = Last()
    weakref.finalize(out, print, "gone")
    return out
