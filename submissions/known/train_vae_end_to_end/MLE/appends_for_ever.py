# expect: MLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    history = []
    while True:
        # keep every intermediate result, for the plots
        history.append((x @ w_enc).repeat(1000, 10))
