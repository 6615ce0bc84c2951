class Num:
    def __init__(self, v, parents=()):
        self.v = v
        self.parents = parents

    def __add__(self, other):
        return Num(self.v + other.v, (self, other))

    def __rmul__(self, c):
        return Num(c * self.v, (self,))

    def __mul__(self, other):
        return Num(self.v * other, (self,))

    def backward(self):
        return self.v


def solve(x, w, lr):
    total = Num(x) + Num(w)
    (x.sum() * total).backward()
    return (total * lr).backward()
