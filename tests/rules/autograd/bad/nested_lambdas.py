import torch

solve = (lambda t: lambda x, w: t.autograd.grad((x @ w).sum(), w)[0])(torch)  # !
