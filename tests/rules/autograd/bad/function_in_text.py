import torch

src = "import torch\ndef f(l, w):\n    return torch.autograd.grad(l, w)[0]\n"
ns = {}
exec(src, ns)  # !
solve = lambda x, w: ns["f"]((x @ w).sum(), w)
