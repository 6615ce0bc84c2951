# expect: CE signature
import torch


# copied out of my class
def solve(self, x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
