# expect: RV autograd
import torch


def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def walk(node, grad, leaves):
    """Calls the nodes of the graph one by one; no engine, so it is 'by hand'."""
    if hasattr(node, "variable"):
        key = id(node.variable)
        leaves[key] = leaves.get(key, 0) + grad
        return
    out = node(grad)
    out = out if isinstance(out, tuple) else (out,)
    for (child, _), g in zip(node.next_functions, out):
        if child is not None and g is not None:
            walk(child, g, leaves)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    a, b = w_enc.clone().requires_grad_(), w_dec.clone().requires_grad_()
    loss = loss_fn(a, b, x, eps)
    leaves = {}
    walk(loss.grad_fn, torch.ones_like(loss), leaves)
    return torch.cat([(a - lr * leaves[id(a)]).flatten(), (b - lr * leaves[id(b)]).flatten()]).detach()
