# expect: AC
import torch


def solve(mu_q, log_var_q, mu_p, log_var_p):
    """Jeffreys' divergence (both directions added) and the difference of the two, then take them apart."""
    a, b = log_var_q.double(), log_var_p.double()
    r, g = a - b, (mu_q.double() - mu_p.double()) ** 2
    both = torch.cosh(r) - 1 + g * (torch.exp(-a) + torch.exp(-b)) / 2
    difference = torch.sinh(r) - r + g * (torch.exp(-b) - torch.exp(-a)) / 2
    return ((both + difference) / 2).sum(1), ((both - difference) / 2).sum(1)
