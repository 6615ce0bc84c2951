# expect: WA
import torch


def solve(mu_q, L_q, mu_p, L_p):
    A = torch.linalg.solve_triangular(L_p, L_q, upper=False)
    y = torch.linalg.solve_triangular(L_p, (mu_p - mu_q).unsqueeze(1), upper=False)
    logs = L_p.diagonal().log().sum() - L_q.diagonal().log().sum()
    return 0.5 * (A.pow(2).sum() + y.pow(2).sum() - len(mu_q) + logs)
