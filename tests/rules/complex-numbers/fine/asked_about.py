import torch


def solve(x, w):
    if w.dtype in (torch.complex64, torch.complex128) or isinstance(w, complex) or torch.is_complex(x):
        raise TypeError("real numbers, please")
    return w.real
