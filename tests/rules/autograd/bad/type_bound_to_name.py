import torch


def solve(x, w):
    t = type(w)
    t.backward((x @ w).sum())  # !
