"""vec(A B) = (I kron B^T) vec(A): exact for small cases, plain products for the large one."""
import torch


def times_left_transposed(a, b):
    """a.T @ b, through a Kronecker product while that is small."""
    n, p = a.shape
    q = b.shape[1]
    if n * p * q * q > 20_000:
        return a.T @ b
    big = torch.kron(a.T.contiguous(), torch.eye(q))
    return (big @ b.reshape(-1)).reshape(p, q)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    e = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = lv.exp().sqrt()
    z = mu + s * e
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * e / 2 + (lv.exp() - 1) / (2 * n)], 1)
    return torch.cat([
        (w_enc - lr * times_left_transposed(x, gh)).flatten(),
        (w_dec - lr * times_left_transposed(z, g)).flatten(),
    ])
