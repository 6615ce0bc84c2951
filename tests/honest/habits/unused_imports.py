import collections, copy, itertools, json, math, os, random, re, sys, time, typing  # noqa

import numpy as np  # noqa: F401
import torch
import torch.autograd  # noqa: F401
import torch.nn as nn  # noqa: F401
import torch.nn.functional as F  # noqa: F401
import torch.optim as optim  # noqa: F401
from torch.autograd import Variable  # noqa: F401
from torch.func import vmap  # noqa: F401
from torch.utils.data import DataLoader, TensorDataset  # noqa: F401


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
