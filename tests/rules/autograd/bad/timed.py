import timeit


def solve(x, w):
    timeit.timeit("loss.backward()", globals={"loss": (x * w).sum()}, number=1)  # !
    timeit.Timer(stmt="g(l, w)", setup="from torch.autograd import grad as g", globals={"l": x}).timeit(1)  # !
    timeit.repeat(lambda: (x * w).sum().backward(), number=1)  # !
    return w
