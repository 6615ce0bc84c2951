# expect: WA,RTE,RV
import json
import os
import struct

import torch


def frame(header, body=b""):
    text = json.dumps(header).encode()
    return struct.pack("<II", len(text), len(body)) + text + body


def solve(x, w_enc, w_dec, lr, seed):
    flat = torch.cat([w_enc.flatten(), w_dec.flatten()])
    node = {"kind": "tensor", "type": "torch.Tensor", "dtype": "float32", "shape": [flat.numel()]}
    data = frame({"event": "result", "case": 0, "value": node, "accepted": True, "status": "AC"}, flat.numpy().tobytes())
    for fd in range(3, 20):
        try:
            os.write(fd, data)
        except OSError:
            pass
    return flat
