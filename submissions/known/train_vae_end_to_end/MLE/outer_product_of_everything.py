# expect: MLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    theta = torch.cat([w_enc.flatten(), w_dec.flatten()])
    n = max(theta.numel(), 100_000)
    # the full Hessian, to choose the step size
    hessian = torch.zeros(n, n, dtype=torch.float64) + 1
    return theta - lr * hessian[: theta.numel(), : theta.numel()] @ theta
