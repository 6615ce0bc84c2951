def loss(x, w):
    return ((x @ w) ** 2).mean()


def solve(x, w):
    h = 1e-4
    g = w.clone()
    for i in range(w.numel()):
        e = w * 0
        e.view(-1)[i] = h
        g.view(-1)[i] = (loss(x, w + e) - loss(x, w - e)) / (2 * h)  # !
    return w - g
