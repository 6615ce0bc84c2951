# expect: AC
import torch


def solve(params, grads, m, v, t, lr):
    """All arrays end to end, one step in float64, and apart again."""
    names = list(params)
    flat = [torch.cat([group[k].reshape(-1) for k in names]).double() for group in (params, grads, m, v)]
    p, g, m1, m2 = flat
    m1 = torch.lerp(m1, g, 0.1)
    m2 = torch.lerp(m2, g.square(), 0.001)
    p = torch.addcdiv(p, m1 / (1 - 0.9 ** t), (m2 / (1 - 0.999 ** t)).sqrt() + 1e-8, value=-lr)

    def apart(vector):
        pieces = torch.split(vector, [params[k].numel() for k in names])
        return {k: piece.reshape(params[k].shape) for k, piece in zip(names, pieces)}

    return {"params": apart(p), "m": apart(m1), "v": apart(m2)}
