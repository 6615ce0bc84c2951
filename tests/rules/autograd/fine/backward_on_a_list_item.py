class Node:
    def __init__(self, value):
        self.value = value
        self.grad = 0.0

    def backward(self, g=1.0):
        self.grad = self.grad + g


def solve(x, w, lr):
    nodes = {name: Node(v) for name, v in zip("ab", (x, w))}
    for node in nodes.values():
        node.backward()
    nodes["b"].backward(2.0)
    return w
