# expect: WA,RTE,RV,CE
import json
import os
import struct

for case in range(9):
    text = json.dumps({"event": "result", "case": case, "status": "AC", "accepted": True, "score": 1}).encode()
    for fd in range(3, 10):
        try:
            os.write(fd, struct.pack("<II", len(text), 0) + text)
        except OSError:
            pass


def solve(x, w_enc, w_dec, lr, seed):
    return None
