# expect: CE signature
import torch


def solve(inputs):
    x, w_enc, w_dec = inputs["x"], inputs["w_enc"], inputs["w_dec"]
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
