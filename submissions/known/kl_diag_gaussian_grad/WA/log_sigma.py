# expect: WA
import torch


# log_var here is treated as log sigma, as in the code this was adapted from
def solve(mu, log_var):
    n = len(mu)
    return mu / n, (torch.exp(2 * log_var) - 1) / n
