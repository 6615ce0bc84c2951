def plot(w):
    import matplotlib.pyplot as plt  # !

    plt.plot(w)


def solve(x, w):
    return w
