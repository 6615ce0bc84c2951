"""One step of Adam on a group of arrays.

Kingma, Ba, "Adam: A Method for Stochastic Optimization" (2015), algorithm 1, with the authors' constants.
"""

import torch
from torch import Tensor

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8

Group = dict[str, Tensor]


def oracle(params: Group, grads: Group, m: Group, v: Group, t: int, lr: float) -> dict[str, Group]:
    """Take the step with PyTorch's own optimiser, put into the state that is given."""
    leaves = {name: torch.nn.Parameter(value.clone()) for name, value in params.items()}
    optimiser = torch.optim.Adam(leaves.values(), lr=lr, foreach=False)
    for name, leaf in leaves.items():
        leaf.grad = grads[name].clone()
        step = torch.tensor(float(t - 1))
        optimiser.state[leaf] = {"step": step, "exp_avg": m[name].clone(), "exp_avg_sq": v[name].clone()}
    optimiser.step()
    state = {name: optimiser.state[leaf] for name, leaf in leaves.items()}
    return {
        "params": {name: leaf.detach() for name, leaf in leaves.items()},
        "m": {name: state[name]["exp_avg"] for name in leaves},
        "v": {name: state[name]["exp_avg_sq"] for name in leaves},
    }


def solve(params: Group, grads: Group, m: Group, v: Group, t: int, lr: float) -> dict[str, Group]:
    """Return the groups params, m and v after step number t, with the names and shapes they came with."""
    new_params, new_m, new_v = {}, {}, {}
    for name, p in params.items():
        g = grads[name]

        # Two running means, entry by entry: of the gradient, and of its square.
        m_new = BETA1 * m[name] + (1 - BETA1) * g
        v_new = BETA2 * v[name] + (1 - BETA2) * g**2

        # Both began at zero and are still too small by the share of that beginning, beta^t.
        m_hat = m_new / (1 - BETA1**t)
        v_hat = v_new / (1 - BETA2**t)

        # The state keeps the running means as they are; the correction is for this step alone.
        new_params[name] = p - lr * m_hat / (torch.sqrt(v_hat) + EPSILON)
        new_m[name] = m_new
        new_v[name] = v_new
    return {"params": new_params, "m": new_m, "v": new_v}
