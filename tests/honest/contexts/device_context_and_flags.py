import os

os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ.setdefault("OMP_NUM_THREADS", "1")

import torch

torch.set_num_threads(1)
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
torch.use_deterministic_algorithms(True)
torch.set_float32_matmul_precision("highest")
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def solve(x, w_enc, w_dec, lr, seed):
    x, w_enc, w_dec = x.to(device), w_enc.to(device), w_dec.to(device)
    with torch.device(device):
        torch.manual_seed(seed)
        eps = torch.randn(x.shape[0], w_dec.shape[0], device=device)
    if torch.cuda.is_available():
        torch.cuda.manual_seed_all(seed)
    n = x.shape[0]
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()]).cpu()
