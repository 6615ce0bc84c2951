import torch


def solve(x, w):
    z = torch.complex(w, torch.full_like(w, 1e-20))  # !
    return (z * z).imag / 1e-20
