import torch


class Matrix:
    """A thin wrapper that writes like the paper: A | B for products side by side, A[...] for blocks."""

    __slots__ = ("t",)

    def __init__(self, t):
        self.t = t

    def __matmul__(self, other):
        return Matrix(self.t @ other.t)

    def __add__(self, other):
        return Matrix(self.t + getattr(other, "t", other))

    def __sub__(self, other):
        return Matrix(self.t - getattr(other, "t", other))

    def __mul__(self, other):
        return Matrix(self.t * getattr(other, "t", other))

    __rmul__ = __mul__

    def __truediv__(self, number):
        return Matrix(self.t / number)

    def __or__(self, other):
        return Matrix(torch.cat([self.t, other.t], dim=1))

    def __getitem__(self, key):
        return Matrix(self.t[key])

    def __len__(self):
        return len(self.t)

    def __iter__(self):
        return iter(self.t)

    def __repr__(self):
        return f"Matrix{tuple(self.t.shape)}"

    def __neg__(self):
        return Matrix(-self.t)

    def exp(self):
        return Matrix(self.t.exp())

    @property
    def T(self):
        return Matrix(self.t.T)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    X, E, D = Matrix(x), Matrix(w_enc), Matrix(w_dec)
    n, k = len(X), len(D)
    eps = Matrix(torch.randn(n, k))
    H = X @ E
    mu, lv = H[:, :k], H[:, k:]
    S = (lv / 2).exp()
    Z = mu + S * eps
    G = 2 * (Z @ D - X) / n
    B = G @ D.T
    GH = B + mu / n | B * S * eps / 2 + (S * S - 1) / (2 * n)
    E, D = E - lr * (X.T @ GH), D - lr * (Z.T @ G)
    return torch.cat([E.t.flatten(), D.t.flatten()])
