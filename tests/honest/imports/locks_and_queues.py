import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor  # noqa: F401

import torch

LOCK = threading.RLock()
SEEN = threading.local()
WAITING = queue.SimpleQueue()


def solve(x, w_enc, w_dec, lr, seed):
    with LOCK:
        SEEN.batch = len(x)
        WAITING.put(x)
    x = WAITING.get()
    assert threading.current_thread() is threading.main_thread()
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
