# expect: AC
import numpy as np


def solve(mu_q, L_q, mu_p, L_p):
    mu_q, L_q, mu_p, L_p = (np.asarray(a, dtype=np.float64) for a in (mu_q, L_q, mu_p, L_p))
    Sq, Sp = L_q @ L_q.T, L_p @ L_p.T
    P = np.linalg.inv(Sp)
    r = mu_p - mu_q
    return 0.5 * (np.trace(P @ Sq) + r @ P @ r - len(r) + np.log(np.linalg.det(Sp) / np.linalg.det(Sq)))
