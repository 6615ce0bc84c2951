import torch


def numerical_check(f, w, g):
    eps = 1e-4
    return g


def solve(x, w, lr, seed):
    g = torch.Generator().manual_seed(seed)
    noise = torch.randn(w.shape, generator=g)
    exec = lambda s: s
    compile = exec
    return compile(exec(w + noise))
