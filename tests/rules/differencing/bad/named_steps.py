def loss(x, w):
    return ((x @ w) ** 2).mean()


def slope(x, w, eps=1e-3):
    w[0, 0] += eps
    up = loss(x, w)
    w[0, 0] -= 2 * eps
    down = loss(x, w)
    return (up - down) / (2 * eps)  # !


def solve(x, w):
    return slope(x, w)
