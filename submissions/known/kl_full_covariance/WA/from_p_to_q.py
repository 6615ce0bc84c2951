# expect: WA
import torch


def solve(mu_q, L_q, mu_p, L_p):
    P = torch.linalg.inv(L_q @ L_q.T)
    r = mu_p - mu_q
    logs = 2 * (L_q.diagonal().log().sum() - L_p.diagonal().log().sum())
    return 0.5 * (torch.trace(P @ L_p @ L_p.T) + r @ P @ r - len(r) + logs)
