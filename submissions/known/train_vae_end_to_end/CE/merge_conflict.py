# expect: CE syntax
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n = x.shape[0]
<<<<<<< HEAD
    g = 2 / n * x
=======
    g = (2 / n) * x
>>>>>>> my-branch
    return g.flatten()
