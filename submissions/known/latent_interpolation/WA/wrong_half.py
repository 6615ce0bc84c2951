# expect: WA
import torch


def solve(x_a, x_b, w_enc, w_dec, steps, path):
    mean = w_enc[:, w_dec.size(0) :]
    a, b = x_a @ mean, x_b @ mean
    t = torch.linspace(0, 1, steps).unsqueeze(1)
    if path == "linear":
        z = torch.lerp(a.expand(steps, -1), b.expand(steps, -1), t)
    else:
        omega = torch.acos(torch.nn.functional.cosine_similarity(a, b, dim=0))
        z = torch.sin((1 - t) * omega) / torch.sin(omega) * a + torch.sin(t * omega) / torch.sin(omega) * b
    x_hat = z @ w_dec
    return {"z": z, "x_hat": x_hat, "length": x_hat.diff(dim=0).norm(dim=1).sum()}
