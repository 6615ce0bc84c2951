# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # wie in der Vorlesung: griechische Buchstaben
    N, k = x.shape[0], w_dec.shape[0]
    η = lr
    torch.manual_seed(seed)
    ε = torch.randn(N, k)
    μ, λ = x @ w_enc[:, :k], x @ w_enc[:, k:]   # λ = log σ²
    σ = torch.exp(λ / 2)
    z = μ + σ * ε
    x̂ = z @ w_dec
    δ = 2 / N * (x̂ - x)
    δz = δ @ w_dec.T
    δμ = δz + μ / N
    δλ = δz * ε * σ / 2 + (σ**2 - 1) / (2 * N)
    ΔE = x.T @ torch.cat([δμ, δλ], dim=1)
    ΔD = z.T @ δ
    return torch.cat([(w_enc - η * ΔE).flatten(), (w_dec - η * ΔD).flatten()])
