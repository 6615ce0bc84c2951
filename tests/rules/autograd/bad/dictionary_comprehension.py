import torch


def backward():
    pass


def solve(x, w, lr):
    params = {k: v.clone() for k, v in dict(w=w).items()}
    l = (x @ params["w"]).sum()
    l.backward()  # !
    return params["w"].grad
