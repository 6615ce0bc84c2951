"""The format carries problems of every kind that the curriculum plans, not only the first.

Each spec below is cut down to what tests the format: signatures, groups, draws, and ways to judge.
"""

import pytest

SPECS = {
    "densities, judged one by one": (
        """
inputs:
  x: {shape: [n], draw: normal, scale: 3}
  mu: {shape: [n], draw: normal}
  sigma: {shape: [n], draw: positive, scale: 0.5}
returns: tensor
outputs: {density: {shape: [n], judged: elementwise, tau: 1e-5, floor: 1e-30}}
cases:
  tails: {n: 50, scales: {x: 8}}
  table: {show: true, n: 2, x: [0, 1.5], mu: [0, 0], sigma: [1, 2]}
""",
        {"density": ((50,), "elementwise")},
    ),
    "two full covariances": (
        """
inputs:
  mu_q: {shape: [k], draw: normal}
  L_q: {shape: [k, k], draw: cholesky, scale: 0.4}
  mu_p: {like: mu_q, draw: normal}
  L_p: {like: L_q, draw: cholesky}
returns: scalar
outputs: {kl: {shape: [], judged: scaled, tau: 1e-5}}
cases: {one: {k: 3}}
""",
        {"kl": ((), "scaled")},
    ),
    "labels and a dict with a scalar": (
        """
inputs:
  logits: {shape: [N, C], draw: normal, scale: 2}
  labels: {shape: [N], draw: labels, classes: C}
returns: dict
outputs:
  loss: {shape: [], judged: scaled, tau: 1e-5}
  d_logits: {like: logits, judged: scaled, tau: 1e-5}
cases: {one: {N: 5, C: 4, labels: [3, 0, 0, 1, 2]}}
""",
        {"loss": ((), "scaled"), "d_logits": ((5, 4), "scaled")},
    ),
    "a choice with a default and sizes from scalars": (
        """
inputs:
  mu: {shape: [d], draw: normal}
  n: {type: int}
  seed: {type: int}
  baseline: {type: choice, choices: [none, mean, leave_one_out], default: none}
returns: dict
outputs: {d_mu: {like: mu, judged: scaled, tau: 1e-4}}
cases:
  plain: {d: 3, n: 16, seed: 1}
  loo: {d: 3, n: 2, seed: 2, baseline: leave_one_out}
""",
        {"d_mu": ((3,), "scaled")},
    ),
    "a schedule without any array": (
        """
inputs:
  steps: {type: int}
  warmup: {type: int}
  kind: {type: choice, choices: [linear, cyclical, sigmoid]}
  cycles: {type: int, default: 1}
returns: tensor
outputs: {beta: {shape: [steps], judged: elementwise, tau: 1e-6, floor: 1e-7, steps: 0}}
cases: {one: {steps: 12, warmup: 3, kind: cyclical, cycles: 4}}
""",
        {"beta": ((12,), "elementwise")},
    ),
    "Adam, whose groups differ from case to case": (
        """
inputs:
  params: {group: per_case, draw: normal}
  grads: {like: params, draw: normal}
  m: {like: params, draw: normal, scale: 0.1}
  v: {like: params, draw: positive, scale: 0.1}
  t: {type: int}
  lr: {type: float}
returns: dict
outputs:
  params: {like: params, judged: update, of: params, tau: 1e-4}
  m: {like: m, judged: scaled, tau: 1e-5}
  v: {like: v, judged: scaled, tau: 1e-5}
cases:
  one: {t: 1, lr: 1, params: {w: [3], b: []}}
  two: {t: 9, lr: 0.01, params: {first: [2, 3, 4]}}
""",
        {"params/w": ((3,), "update"), "params/b": ((), "update"), "m/w": ((3,), "scaled"), "m/b": ((), "scaled"),
         "v/w": ((3,), "scaled"), "v/b": ((), "scaled")},
    ),
    "a training run over steps": (
        """
inputs:
  data: {shape: [n, d], draw: normal}
  params: {group: {W: {shape: [d, h], draw: normal}, b: {shape: [h], draw: normal}}}
  noise: {shape: [steps, B, h], draw: normal}
  permutations: {shape: ["ceil(steps / ceil(n / B))", n], draw: reference, dtype: int64}
  lr: {type: float}
  steps: {type: int}
returns: dict
outputs:
  loss: {shape: [steps], judged: scaled, tau: 1e-4, steps: 0}
  params: {like: params, judged: update, of: params, tau: 1e-3}
cases: {one: {n: 10, d: 2, h: 3, B: 4, steps: 7, lr: 0.01}}
""",
        {"loss": ((7,), "scaled"), "params/W": ((2, 3), "update"), "params/b": ((3,), "update")},
    ),
    "one-hot rows beside the data": (
        """
inputs:
  x: {shape: [N, d], draw: bernoulli, p: 0.3}
  y: {shape: [N, c], draw: one_hot}
  w_enc: {shape: [d + c, 2*d_z], draw: normal}
  w_dec: {shape: [d_z + c, d], draw: normal}
  lr: {type: float}
  seed: {type: int}
returns: flat
outputs:
  w_enc: {like: w_enc, judged: update, of: w_enc, views: {mu: [":", ":d_z"], log_var: [":", "d_z:"]}}
  w_dec: {like: w_dec, judged: update, of: w_dec, views: {latent: [":d_z"], label: ["d_z:"]}}
cases: {one: {N: 5, d: 4, c: 3, d_z: 2, lr: 0.5, seed: 0}}
""",
        {"w_enc": ((7, 4), "update"), "w_dec": ((5, 4), "update")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SPECS)
def test_the_format_carries(load, name):
    """Parts and rules of the first case, and a layout read back from arrays of every case."""
    import numpy as np

    text, expected = SPECS[name]
    problem = load(text)
    layout = problem.layout(next(iter(problem.cases)))
    rules = {view.part: view.judged for view in layout.views}
    assert {part.name: (part.shape, rules[part.name]) for part in layout.parts} == expected
    for case in problem.cases:
        stored = problem.layout(case)
        arrays = {flat: np.zeros(array.shape) for flat, array in stored.arrays.items()}
        read = problem.layout_of({**arrays, **stored.scalars})
        assert (read.parts, read.views) == (stored.parts, stored.views)
        assert list(read.arrays) == list(stored.arrays)
