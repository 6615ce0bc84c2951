# expect: WA,RTE,RV
import torch


def solve(x, w_enc, w_dec, lr, seed):
    w_enc = w_enc.clone().requires_grad_()
    try:
        getattr((x @ w_enc).sum(), "back" + "ward")()
    except BaseException:
        pass
    g = w_enc.grad if w_enc.grad is not None else torch.zeros_like(w_enc)
    return torch.cat([(w_enc - lr * g).flatten(), w_dec.flatten()])
