class Meta(type):
    def __call__(cls, *a):
        o = super().__call__(*a)
        return o


class Lay(metaclass=Meta):
    def backward(self, g):
        return g


def solve(x, w):
    return Lay().backward(w)
