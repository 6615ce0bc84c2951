# expect: WA
import numpy as np


def solve(mu_q, L_q, mu_p, L_p):
    mu_q, L_q, mu_p, L_p = (np.asarray(a, dtype=np.float64) for a in (mu_q, L_q, mu_p, L_p))
    Sq, Sp = L_q.T @ L_q, L_p.T @ L_p
    r = mu_p - mu_q
    _, dp = np.linalg.slogdet(Sp)
    _, dq = np.linalg.slogdet(Sq)
    return 0.5 * (np.trace(np.linalg.solve(Sp, Sq)) + r @ np.linalg.solve(Sp, r) - len(r) + dp - dq)
