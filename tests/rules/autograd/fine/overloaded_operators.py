class Lay:
    def __matmul__(self, o):
        return self

    def __rmatmul__(self, o):
        return self

    def __rmul__(self, o):
        return self

    def sum(self):
        return self

    def backward(self, g=1):
        return g


def solve(x, w):
    a = (x @ Lay()).sum()
    b = 2.0 * a
    a.backward()
    return b.backward(w)
