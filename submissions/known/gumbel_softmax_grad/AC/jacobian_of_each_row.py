# expect: AC
import numpy as np


def solve(logits, u, temperature, grad_y):
    samples, slopes = [], []
    for row, noise, arriving in zip(logits, u, grad_y):
        a = (row - np.log(-np.log(noise))) / temperature
        y = np.exp(a - a.max())
        y = y / y.sum()
        jacobian = (np.diag(y) - np.outer(y, y)) / temperature
        samples.append(y)
        slopes.append(jacobian @ arriving)
    return {"y": np.array(samples), "d_logits": np.array(slopes)}
