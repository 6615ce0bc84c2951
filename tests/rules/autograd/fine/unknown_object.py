import json


class Model:
    def backward(self, g):
        return g


def build(kind):
    return json.loads("{}").get(kind, Model())


def solve(x, w, lr):
    return build("a").backward(w)
