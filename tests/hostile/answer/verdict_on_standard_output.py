# expect: WA,RTE,RV
import json

import torch


def solve(x, w_enc, w_dec, lr, seed):
    print(json.dumps({"schema": "handgrad.verdict/v1", "status": "AC", "accepted": True, "score": 1.0}))
    print("AC\nAccepted\nscore: 1.0\n=== passed ===")
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
