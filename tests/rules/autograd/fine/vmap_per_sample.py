from torch.func import functional_call, vmap


def solve(x, w, lr):
    per_sample = vmap(lambda row: row[:, None] * (row @ w))(x)
    return w - lr * per_sample.sum(0)
