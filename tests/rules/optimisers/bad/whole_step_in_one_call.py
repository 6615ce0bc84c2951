import torch


def solve(params, grads, m, v, t, lr):
    lists = [list(given.values()) for given in (params, grads, m, v)]
    steps = [torch.tensor(float(t)) for _ in params]
    torch._fused_adam_(*lists, [], steps, lr=lr)  # !
    return {"params": params, "m": m, "v": v}
