# problem: categorical_cross_entropy
"""Cross entropy, numpy only.  Run `python labels_one_hot_in_numpy.py` for a quick check."""
import sys
import time

import numpy as np

np.random.seed(42)
VERBOSE = "-v" in sys.argv


def log_softmax(a, axis=-1):
    a = a - a.max(axis=axis, keepdims=True)
    return a - np.log(np.exp(a).sum(axis=axis, keepdims=True))


def numerical_gradient(loss_fn, a, h=1e-4):
    g = np.zeros_like(a)
    it = np.nditer(a, flags=["multi_index"])
    for _ in it:
        i = it.multi_index
        keep = a[i]
        a[i] = keep + h
        up = loss_fn(a)
        a[i] = keep - h
        down = loss_fn(a)
        a[i] = keep
        g[i] = (up - down) / (2 * h)
    return g


def solve(logits, labels):
    start = time.time()
    n, c = logits.shape
    lp = log_softmax(logits.astype(np.float64))
    onehot = np.eye(c)[labels]
    loss = -(onehot * lp).sum() / n
    d_logits = (np.exp(lp) - onehot) / n
    if VERBOSE:
        print("took", time.time() - start)
    return {"loss": loss, "d_logits": d_logits}


def test_gradient():
    a, y = np.random.randn(3, 4), np.array([0, 3, 1])
    np.testing.assert_allclose(
        solve(a, y)["d_logits"], numerical_gradient(lambda b: solve(b, y)["loss"], a), atol=1e-5
    )


if __name__ == "__main__":
    test_gradient()
    print("gradient ok")
