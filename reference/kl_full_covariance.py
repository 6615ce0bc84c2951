"""The divergence between two Gaussians whose full covariances are given by Cholesky factors.

Shapes: means (k,), factors (k, k) lower triangular with a positive diagonal, the divergence a scalar.
"""

import torch
from torch import Tensor


def oracle(mu_q: Tensor, L_q: Tensor, mu_p: Tensor, L_p: Tensor) -> Tensor:
    """Return the divergence from the covariances themselves, inverse and determinants and all."""
    sigma_q, sigma_p = L_q @ L_q.T, L_p @ L_p.T
    inverse = torch.linalg.inv(sigma_p)
    gap = mu_q - mu_p
    log_dets = torch.linalg.slogdet(sigma_p).logabsdet - torch.linalg.slogdet(sigma_q).logabsdet
    return (torch.trace(inverse @ sigma_q) + gap @ inverse @ gap - len(gap) + log_dets) / 2


def solve(mu_q: Tensor, L_q: Tensor, mu_p: Tensor, L_p: Tensor) -> Tensor:
    """Return KL(N(mu_q, L_q L_q') || N(mu_p, L_p L_p')), a tensor of shape ()."""
    k = len(mu_q)
    gap = mu_p - mu_q

    # tr(Sigma_p^-1 Sigma_q) = tr(L_p^-T L_p^-1 L_q L_q^T) = tr(A A^T) with A = L_p^-1 L_q: a sum of squares.
    A = torch.linalg.solve_triangular(L_p, L_q, upper=False)
    trace = (A**2).sum()

    # gap^T L_p^-T L_p^-1 gap is the squared length of y = L_p^-1 gap.
    y = torch.linalg.solve_triangular(L_p, gap[:, None], upper=False)
    quadratic = (y**2).sum()

    # det(L L^T) = det(L)^2, and the determinant of a triangle is the product of its diagonal.
    log_det_q = 2 * torch.log(torch.diagonal(L_q)).sum()
    log_det_p = 2 * torch.log(torch.diagonal(L_p)).sum()

    return 0.5 * (trace + quadratic - k + log_det_p - log_det_q)
