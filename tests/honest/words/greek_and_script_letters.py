import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    N, k = x.shape[0], w_dec.shape[0]
    ε = torch.randn(N, k)
    η, W, V = lr, w_enc, w_dec
    μ, ℓ = (x @ W).chunk(2, 1)
    σ = torch.exp(ℓ / 2)
    z = μ + σ * ε
    x̂ = z @ V
    δ = 2 / N * (x̂ - x)
    ð = δ @ V.T
    ΔV = z.T @ δ
    ΔW = x.T @ torch.cat([ð + μ / N, ð * σ * ε / 2 + (σ**2 - 1) / (2 * N)], 1)
    学習率 = η
    print("∂L/∂W =", ΔW.norm(), "→ ✓ 🎉")
    return torch.cat([(W - 学習率 * ΔW).flatten(), (V - 学習率 * ΔV).flatten()])
