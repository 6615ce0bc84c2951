# expect: OLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    step = 0
    while True:
        print("step", step, "loss", (x @ w_enc).sum().item())
        step += 1
