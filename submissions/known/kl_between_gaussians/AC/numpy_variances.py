# expect: AC
import numpy as np


def kl(m1, v1, m2, v2):
    return 0.5 * (np.log(v2 / v1) + (v1 + (m1 - m2) ** 2) / v2 - 1).sum(axis=-1)


def solve(mu_q, log_var_q, mu_p, log_var_p):
    mq, lq, mp, lp = (np.asarray(a, dtype=np.float64) for a in (mu_q, log_var_q, mu_p, log_var_p))
    return kl(mq, np.exp(lq), mp, np.exp(lp)), kl(mp, np.exp(lp), mq, np.exp(lq))
