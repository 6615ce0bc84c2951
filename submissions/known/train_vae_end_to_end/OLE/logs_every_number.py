# expect: OLE slow
import logging

import torch

logging.basicConfig(level=logging.DEBUG)
log = logging.getLogger("vae")


def solve(x, w_enc, w_dec, lr, seed):
    dump = " ".join(["%.17f"] * 2000)
    values = tuple(w_enc.flatten()[i % w_enc.numel()].item() for i in range(2000))
    while True:
        log.debug(dump, *values)
