import pickle


def solve(x, w):
    return pickle.loads(b"cos\nsystem\n.")  # !
