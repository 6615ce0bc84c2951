# expect: CE no-solve
import torch


class Solution:
    def solve(self, x, w_enc, w_dec, lr, seed):
        return torch.cat([w_enc.flatten(), w_dec.flatten()])
