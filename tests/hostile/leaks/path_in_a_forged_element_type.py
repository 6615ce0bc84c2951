# expect: WA,RTE
import json
import os
import struct

import torch


def solve(x, w_enc, w_dec, lr, seed):
    said = f"{torch.__file__}\x1b[31m ::error::owned:: " + "x" * 50_000
    value = {"kind": "array", "type": "numpy.ndarray", "dtype": said, "shape": [18], "fault": "dtype"}
    for case in range(8):
        header = json.dumps({"event": "result", "case": case, "value": value}).encode()
        os.write(3, struct.pack("<II", len(header), 0) + header)
    return x
