"""What honest solutions use goes on working without differentiation, in an empty root, on one thread."""

import pytest

from tests.sandbox.bench import run

HEAD = """
import torch, math, copy, numpy as np
import torch.nn as nn
import torch.nn.functional as F
a = torch.arange(12.0).reshape(3, 4) / 10
s = a @ a.T + torch.eye(3)
"""

# Each expression is True when the operation works and its result is right.
HONEST = {
    "vmap": "torch.allclose(torch.vmap(lambda r: (r * 2).sum())(a), 2 * a.sum(1))",
    "vmap in and out dims": "torch.vmap(lambda r: r * 2, in_dims=1, out_dims=1)(a).equal(2 * a)",
    "vmap nested": "torch.vmap(torch.vmap(lambda v: v + 1))(a).equal(a + 1)",
    "vmap of two arguments": "torch.vmap(torch.outer)(a, a).shape == (3, 4, 4)",
    "torch.func.vmap": "torch.func.vmap(torch.sum)(a).shape == (3,)",
    "einsum of three": "torch.allclose(torch.einsum('ij,kj,kl->il', a, a, a), a @ a.T @ a)",
    "numpy einsum": "np.allclose(np.einsum('ij,kj->ik', a.numpy(), a.numpy()), (a @ a.T).numpy())",
    "svd": "torch.allclose(torch.linalg.svdvals(a), torch.linalg.svd(a).S)",
    "eigh": "torch.linalg.eigh(s).eigenvalues.min() > 0",
    "cholesky": "torch.allclose(torch.linalg.cholesky(s) @ torch.linalg.cholesky(s).T, s, atol=1e-5)",
    "solve and inv": "torch.allclose(torch.linalg.solve(s, a), torch.linalg.inv(s) @ a, atol=1e-4)",
    "qr, lstsq, pinv": "torch.linalg.qr(a).Q.shape == (3, 3) and torch.linalg.lstsq(s, a)[0].shape == torch.linalg.pinv(a.T @ a)[:3].shape",
    "matrix_exp": "torch.matrix_exp(torch.zeros(2, 2)).equal(torch.eye(2))",
    "no_grad": "_with(torch.no_grad(), lambda: (a * a).sum()) > 0",
    "inference_mode": "_with(torch.inference_mode(), lambda: (a * a).sum()) > 0",
    "inference_mode(False)": "_with(torch.inference_mode(False), lambda: (a * a).sum()) > 0",
    "set_grad_enabled(False)": "_with(torch.set_grad_enabled(False), lambda: (a * a).sum()) > 0",
    "enable_grad": "_with(torch.enable_grad(), lambda: (a * a).sum()) > 0",
    "no_grad as a decorator": "torch.no_grad()(lambda: a + a)().equal(2 * a)",
    "inference_mode as a decorator": "torch.inference_mode()(lambda: a + a)().equal(2 * a)",
    "is_grad_enabled": "torch.is_grad_enabled() in (True, False) and torch.is_inference_mode_enabled() in (True, False)",
    "detach and clone": "a.detach().clone().equal(a) and a.detach().numpy().shape == (3, 4)",
    "requires_grad_ on an output": "(a * 2).requires_grad_().detach().equal(a * 2)",
    "requires_grad_(False)": "a.clone().requires_grad_(False).equal(a)",
    "tensor(requires_grad=True)": "torch.tensor([1.0], requires_grad=True).item() == 1",
    "grad is None": "a.grad is None and a.grad_fn is None and a.is_leaf",
    "deepcopy of tensors": "copy.deepcopy({'w': a})['w'].equal(a) and copy.copy(a).equal(a)",
    "deepcopy of a module": "copy.deepcopy(nn.Linear(4, 2))(a).shape == (3, 2)",
    "linear": "nn.Linear(4, 2)(a).shape == (3, 2)",
    "sequential": "nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.LayerNorm(8), nn.Dropout(0.5), nn.Linear(8, 1))(a).shape == (3, 1)",
    "embedding": "nn.Embedding(5, 3)(torch.tensor([1, 2])).shape == (2, 3)",
    "conv": "nn.Conv2d(1, 2, 3, padding=1)(a[None, None]).shape == (1, 2, 3, 4)",
    "conv transposed": "F.conv_transpose2d(a[None, None], torch.ones(1, 2, 2, 2)).shape == (1, 2, 4, 5)",
    "pooling": "F.max_pool2d(a[None, None], 2).shape == (1, 1, 1, 2) and F.avg_pool2d(a[None, None], 2).shape == (1, 1, 1, 2)",
    "unfold and fold": "F.unfold(a[None, None], 2).shape == (1, 4, 6)",
    "batch norm": "nn.BatchNorm1d(4)(a).shape == (3, 4)",
    "attention": "nn.MultiheadAttention(4, 2)(a[:, None], a[:, None], a[:, None])[0].shape == (3, 1, 4)",
    "encoder layer": "nn.TransformerEncoderLayer(4, 2, 8)(a[:, None]).shape == (3, 1, 4)",
    "rnn": "nn.LSTM(4, 5)(a[:, None])[0].shape == (3, 1, 5) and nn.GRU(4, 5)(a[:, None])[0].shape == (3, 1, 5)",
    "a module of one's own": "_Net()(a).shape == (3, 2) and len(list(_Net().parameters())) == 2",
    "state_dict": "nn.Linear(2, 2).load_state_dict(nn.Linear(2, 2).state_dict()) is not None",
    "activations": "all(f(a).shape == a.shape for f in (F.gelu, F.silu, F.softplus, F.elu, F.relu, torch.tanh, torch.sigmoid, F.logsigmoid, F.mish))",
    "softmax": "torch.allclose(F.softmax(a, -1).log(), F.log_softmax(a, -1), atol=1e-6)",
    "losses": "all(torch.isfinite(v) for v in (F.mse_loss(a, a), F.l1_loss(a, -a), F.huber_loss(a, -a), F.kl_div(a, F.softmax(a, -1)), F.binary_cross_entropy_with_logits(a, torch.sigmoid(a)), F.cross_entropy(a, torch.zeros(3, dtype=torch.long)), F.nll_loss(a, torch.zeros(3, dtype=torch.long))))",
    "one hot, pad, interpolate": "F.one_hot(torch.tensor([1]), 3).tolist() == [[0, 1, 0]] and F.pad(a, (1, 1)).shape == (3, 6) and F.interpolate(a[None, None], scale_factor=2).shape == (1, 1, 6, 8)",
    "normal log_prob": "abs(torch.distributions.Normal(0.0, 1.0).log_prob(torch.tensor(0.0)).item() + 0.9189385) < 1e-6",
    "distributions": "all(torch.isfinite(v).all() for v in (_d.Bernoulli(0.5).log_prob(torch.tensor(1.0)), _d.Categorical(logits=a).entropy(), _d.MultivariateNormal(torch.zeros(3), s).log_prob(torch.ones(3)), _d.Gamma(1.0, 1.0).log_prob(torch.tensor(1.0)), _d.Beta(2.0, 2.0).mean, _d.Dirichlet(torch.ones(3)).log_prob(torch.ones(3) / 3), _d.kl_divergence(_d.Normal(0.0, 1.0), _d.Normal(1.0, 1.0)), _d.Normal(0.0, 1.0).rsample((2,))))",
    "printing": "all(len(repr(v)) > 5 for v in (a, a.double(), torch.ones(3, requires_grad=True), torch.zeros(0), torch.arange(3), torch.tensor(True), torch.randn(100, 100), nn.Linear(2, 2), torch.float32, torch.Size([1]), np.ones((50, 50))))",
    "formatting": "f'{a.sum():.3f} {a[0, 1].item()} {a.shape}'.startswith('6.600')",
    "set_num_threads": "[torch.set_num_threads(n) for n in (1, 2, 8)] and torch.get_num_threads() == 1",
    "set_num_interop_threads": "torch.set_num_interop_threads(4) is None",
    "default dtype": "torch.set_default_dtype(torch.float64) is None and torch.ones(1).dtype == torch.float64",
    "default device": "torch.set_default_device('cpu') is None and torch.get_default_device().type == 'cpu'",
    "device context": "_with(torch.device('cpu'), lambda: torch.ones(2)).sum() == 2",
    "deterministic": "torch.use_deterministic_algorithms(True) is None",
    "print options": "torch.set_printoptions(precision=3) is None and np.set_printoptions(precision=3) is None",
    "cuda is asked for": "torch.cuda.is_available() in (True, False) and torch.device('cuda' if torch.cuda.is_available() else 'cpu')",
    "generators": "torch.randn(3, generator=torch.Generator().manual_seed(0)).equal(torch.randn(3, generator=torch.Generator().manual_seed(0)))",
    "random draws": "torch.randperm(5).shape == (5,) and torch.multinomial(torch.ones(3), 2).shape == (2,) and torch.bernoulli(torch.ones(2)).sum() == 2",
    "numpy generators": "np.random.default_rng(0).normal(size=3).shape == (3,) and np.random.RandomState(0).rand(2).shape == (2,)",
    "numpy linalg": "np.allclose(np.linalg.inv(s.numpy()) @ s.numpy(), np.eye(3), atol=1e-4) and np.linalg.eigh(s.numpy())[0].min() > 0",
    "numpy idioms": "np.vectorize(math.sqrt)(np.ones(2)).sum() == 2 and np.apply_along_axis(np.sum, 0, np.ones((2, 2))).tolist() == [2, 2] and np.polyfit([0, 1, 2], [0, 1, 2], 1)[0] > 0.99",
    "numpy fft and stats": "np.fft.ifft(np.fft.fft(np.ones(4))).real.sum() == 4 and np.percentile(np.arange(5), 50) == 2 and np.histogram(np.ones(3))[0].sum() == 3",
    "torch fft": "torch.fft.irfft(torch.fft.rfft(torch.ones(4))).sum() == 4",
    "scatter, gather, index_add": "torch.zeros(3, 4).scatter_(1, torch.zeros(3, 1, dtype=torch.long), 1.0).sum() == 3 and a.gather(1, torch.zeros(3, 1, dtype=torch.long)).shape == (3, 1) and torch.zeros(3).index_add_(0, torch.tensor([0, 0]), torch.ones(2))[0] == 2",
    "sorting": "a.sort(descending=True).values[0, 0] == a[0, 3] and a.topk(2).indices.shape == (3, 2) and a.argmax() == 11 and torch.unique(torch.tensor([1, 1])).numel() == 1",
    "special functions": "torch.special.digamma(torch.ones(1)).isfinite().all() and torch.lgamma(a + 1).isfinite().all() and torch.erf(a).isfinite().all() and torch.logsumexp(a, 1).shape == (3,)",
    "triangles": "torch.tril(s).triu().count_nonzero() == 3 and torch.block_diag(s, s).shape == (6, 6) and torch.kron(s, s).shape == (9, 9) and torch.cdist(a, a).shape == (3, 3)",
    "cumulated": "torch.cumsum(a, 0).shape == torch.cumprod(a, 0).shape == torch.logcumsumexp(a, 0).shape",
    "in place": "a.clone().add_(1).mul_(2).sub_(2).div_(2).sub(a).abs().max() < 1e-6",
    "a larger product": "torch.allclose(torch.ones(500, 500) @ torch.ones(500, 500), torch.full((500, 500), 500.0))",
    "sparse products": "torch.sparse.mm(torch.eye(3).to_sparse(), a).equal(a)",
    "to and back": "torch.from_numpy(a.numpy()).equal(a) and torch.as_tensor([1.0]).tolist() == [1.0] and torch.asarray(np.ones(2)).sum() == 2 and torch.tensor(np.float64(3)).dtype == torch.float64",
    "mixed precision is asked for": "_with(torch.autocast('cpu', enabled=False), lambda: a + 1).equal(a + 1)",
    "parameters": "nn.Parameter(torch.ones(2)).data.sum() == 2 and nn.init.xavier_uniform_(torch.empty(2, 2)).shape == (2, 2)",
    "vector of parameters": "nn.utils.parameters_to_vector([a, s]).numel() == 21",
    "type checks": "torch.is_tensor(a) and isinstance(a, torch.Tensor) and torch.is_floating_point(a) and a.dtype.is_floating_point",
    "broadcast_shapes": "torch.broadcast_shapes((3, 1), (4,)) == (3, 4) and torch.broadcast_tensors(a, torch.ones(1))[1].shape == (3, 4)",
    "finfo": "torch.finfo(torch.float32).eps == np.finfo('float32').eps",
    "logging and warnings": "_log()",
    "dataclasses and enums": "_data()",
    "clock and dates": "_clock()",
    "re, json, csv, hashlib": "_text()",
}  # fmt: skip

HELPERS = """
_d = torch.distributions
def _with(context, call):
    with context:
        return call()
class _Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.l = nn.Linear(4, 2)
    def forward(self, x): return F.relu(self.l(x))
def _log():
    import logging, warnings
    logging.basicConfig(level=logging.INFO)
    logging.getLogger(__name__).info('hello %s', 1)
    warnings.warn('careful')
    return True
def _data():
    import dataclasses, enum, typing
    @dataclasses.dataclass(frozen=True, slots=True)
    class P:
        w: torch.Tensor
        n: typing.Optional[int] = None
    class E(enum.Enum): A = 1
    class T(typing.NamedTuple):
        a: int
    return dataclasses.replace(P(a), n=3).n == 3 and E(1) is E.A and T(1).a == 1
def _clock():
    import datetime, time
    return time.perf_counter() > 0 and datetime.datetime.now().year > 2000 and datetime.datetime.strptime('1', '%d')
def _text():
    import csv, hashlib, io, json, re, string, textwrap, pprint
    return re.sub('a', 'b', 'a') == 'b' and json.loads('[1]') == [1] and hashlib.sha256(b'').hexdigest() and list(csv.reader(io.StringIO('a,b'))) == [['a', 'b']]
"""


@pytest.mark.parametrize("what", HONEST)
def test_honest_operations_work(zygote, what):
    """An ordinary operation gives the ordinary result in the child."""
    found = run(zygote, f"{HEAD}{HELPERS}def solve(x, k):\n    return bool({HONEST[what]})\n")
    step = found.steps[0] if found.steps else None
    assert step is not None, found.load_failure
    assert step.failure is None, step.failure
    assert step.value.data, what


def test_the_two_levels_compute_the_same(full, confined):
    """A level changes what a program may do, not what it computes."""
    source = f"{HEAD}def solve(x, k):\n    return torch.linalg.svd(torch.randn(20, 20)).U.exp() @ torch.randn(20)\n"
    first, second = (run(zygote, source).steps[0].value.data for zygote in (full, confined))
    assert first.tobytes() == second.tobytes()
