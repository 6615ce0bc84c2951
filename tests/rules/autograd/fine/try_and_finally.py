import torch


def solve(x, w):
    try:
        return w - x.T @ (x @ w)
    except RuntimeError as e:
        raise ValueError(f"shapes {x.shape}") from e
    finally:
        torch.set_grad_enabled(False)
