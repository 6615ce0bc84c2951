# expect: WA
import torch


def solve(x, params, eps, lr):
    W1, b1, Wmu, bmu, WL, bL, V1, c1, V2, c2 = (
        params[name] for name in ("W1", "b1", "Wmu", "bmu", "WL", "bL", "V1", "c1", "V2", "c2")
    )
    N, k = eps.size()
    i, j = torch.tril_indices(k, k)
    H = torch.tanh(torch.addmm(b1, x, W1))
    mu = torch.addmm(bmu, H, Wmu)
    a = torch.addmm(bL, H, WL)
    T = torch.zeros(N, k, k, dtype=x.dtype)
    T[:, i, j] = a
    L = torch.tril(T, -1) + torch.diag_embed(torch.diagonal(T, dim1=1, dim2=2).exp())
    z = mu + torch.einsum("nij,nj->ni", L, eps)
    K = torch.tanh(torch.addmm(c1, z, V1))
    R = torch.addmm(c2, K, V2) - x
    recon = R.pow(2).sum(dim=1).mean()
    logs = torch.diagonal(T, dim1=1, dim2=2).sum(dim=1)
    kl = (0.5 * (L.pow(2).sum(dim=(1, 2)) + mu.pow(2).sum(dim=1) - k) - logs).mean()

    dR = R * 2.0
    dK = torch.mm(dR, V2.t()).mul(1 - K.pow(2))
    dz = torch.mm(dK, V1.t())
    dmu = dz + mu.div(N)
    dL = torch.tril(torch.bmm(dz.unsqueeze(2), eps.unsqueeze(1)) + L.div(N))
    diagonal = torch.diagonal(dL, dim1=1, dim2=2) * torch.diagonal(L, dim1=1, dim2=2) - 1.0 / N
    dT = torch.tril(dL, -1) + torch.diag_embed(diagonal)
    da = dT[:, i, j]
    dH = (torch.mm(dmu, Wmu.t()) + torch.mm(da, WL.t())).mul(1 - H.pow(2))
    grads = {
        "W1": x.t() @ dH, "b1": dH.sum(0), "Wmu": H.t() @ dmu, "bmu": dmu.sum(0), "WL": H.t() @ da,
        "bL": da.sum(0), "V1": z.t() @ dK, "c1": dK.sum(0), "V2": K.t() @ dR, "c2": dR.sum(0),
    }  # fmt: skip
    new = {name: value.sub(grads[name], alpha=lr) for name, value in params.items()}
    return {"loss": recon + kl, "recon": recon, "kl": kl, "z": z, "params": new}
