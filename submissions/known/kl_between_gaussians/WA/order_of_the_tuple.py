# expect: WA
import torch


def kl(m1, l1, m2, l2):
    return 0.5 * (l2 - l1 + (torch.exp(l1) + (m1 - m2) ** 2) * torch.exp(-l2) - 1).sum(1)


def solve(mu_q, log_var_q, mu_p, log_var_p):
    return kl(mu_p, log_var_p, mu_q, log_var_q), kl(mu_q, log_var_q, mu_p, log_var_p)
