import importlib


def solve(x, w, seed):
    return importlib.import_module(str(seed) + "x")  # !
