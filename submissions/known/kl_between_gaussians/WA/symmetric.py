# expect: WA
import torch


def solve(mu_q, log_var_q, mu_p, log_var_p):
    kl = 0.5 * (log_var_p - log_var_q + (log_var_q.exp() + (mu_q - mu_p) ** 2) / log_var_p.exp() - 1).sum(1)
    return kl, kl.clone()
