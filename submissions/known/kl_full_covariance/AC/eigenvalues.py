# expect: AC
import torch


def solve(mu_q, L_q, mu_p, L_p):
    """Whiten p; what is left of q has eigenvalues s, and each is a one-dimensional divergence."""
    inverse = torch.linalg.inv(L_p.double())
    A = inverse @ L_q.double()
    s = torch.linalg.eigvalsh(A @ A.T)
    y = inverse @ (mu_p - mu_q).double()
    return 0.5 * ((s - torch.log(s) - 1).sum() + y @ y)
