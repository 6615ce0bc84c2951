# expect: WA
import numpy as np


def kl(m1, l1, m2, l2):
    # var / var + distance, the distance left outside the fraction
    return 0.5 * (l2 - l1 + np.exp(l1) / np.exp(l2) + (m1 - m2) ** 2 - 1).sum(axis=1)


def solve(mu_q, log_var_q, mu_p, log_var_p):
    q, p = (np.asarray(mu_q), np.asarray(log_var_q)), (np.asarray(mu_p), np.asarray(log_var_p))
    return kl(*q, *p), kl(*p, *q)
