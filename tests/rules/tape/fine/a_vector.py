class Vector:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, c):
        return Vector(c * self.x, c * self.y)


def solve(x, w):
    return (Vector(x, w) + Vector(w, x) * 2).x
