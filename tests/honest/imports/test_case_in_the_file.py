"""One step.

>>> 1 + 1
2
"""

import doctest
import unittest

import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])


class TestStep(unittest.TestCase):
    def test_length(self):
        given = torch.ones(2, 3), torch.ones(3, 2), torch.ones(1, 3)
        self.assertEqual(solve(*given, 0.1, 0).numel(), 9)


if __name__ == "__main__":
    doctest.testmod()
    unittest.main()
