# expect: AC
import math

import torch


def forward(L, b):
    """Solve L u = b row by row, for one right-hand side."""
    u = []
    for i in range(len(b)):
        u.append((b[i] - sum(L[i][j] * u[j] for j in range(i))) / L[i][i])
    return u


def solve(mu_q, L_q, mu_p, L_p):
    q, p = L_q.tolist(), L_p.tolist()
    k = len(q)
    columns = [forward(p, [q[i][j] for i in range(k)]) for j in range(k)]
    trace = sum(a * a for column in columns for a in column)
    y = forward(p, (mu_p - mu_q).tolist())
    logs = sum(math.log(p[i][i]) - math.log(q[i][i]) for i in range(k))
    return (trace + sum(a * a for a in y) - k) / 2 + logs
