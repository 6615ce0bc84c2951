"""Inputs are drawn as the spec says, the same for everyone with the key, each on its own."""

import numpy as np
import pytest
import torch

from harness.authoring.draws import draw, draw_inputs
from harness.authoring.reference import load_reference
from harness.authoring.secret import PUBLIC
from harness.problem.errors import ProblemError
from harness.problem.layout import Drawn


def drawn(author, case="shown", key=PUBLIC, attempt=0):
    problem = author.problem
    names = tuple(problem.inputs)
    reference = load_reference(author.reference, names)
    return draw_inputs(problem.layout(case), names, reference, key=key, stem=problem.stem, attempt=attempt)


def make(kind, shape, **parameters):
    return draw(Drawn(kind, **parameters), shape, torch.Generator().manual_seed(5))


def test_inputs_come_in_the_order_of_solve_with_the_types_of_the_spec(author) -> None:
    """Arrays are float32, scalars Python's own, and the order is that of the arguments."""
    values = drawn(author)
    assert list(values) == ["x", "w", "lr", "seed"]
    assert values["x"].dtype == values["w"].dtype == np.float32
    assert values["x"].shape == (6, 3)
    assert (values["lr"], values["seed"]) == (0.5, 0)
    assert type(values["lr"]) is float
    assert type(values["seed"]) is int


def test_a_new_input_leaves_the_others_as_they_were(author) -> None:
    """An author may add an input, or reorder them, without redrawing the course."""
    before = drawn(author)
    author.edit("  x:    {shape: [N, d], draw: normal}\n", "  u: {shape: [d], draw: normal}\n", spec=True)
    author.edit("  lr:   {", "  x: {shape: [N, d], draw: normal}\n  lr:   {", spec=True)
    author.edit("def solve(x, w, lr, seed):", "def solve(u, w, x, lr, seed):")
    after = drawn(author)
    assert list(after) == ["u", "w", "x", "lr", "seed"]
    for name in ("x", "w"):
        np.testing.assert_array_equal(before[name], after[name])


def test_key_case_and_attempt_each_give_other_inputs(author) -> None:
    """The secret decides the numbers; so do the case and the attempt."""
    base = drawn(author, "hidden")["w"]
    for other in (drawn(author, "hidden", key=b"secret"), drawn(author, "hidden", attempt=1)):
        assert not np.array_equal(base, other["w"])
    np.testing.assert_array_equal(base, drawn(author, "hidden")["w"])


def test_a_case_s_scale_and_written_values_are_used(author) -> None:
    """`scales` multiplies the same draw; values written in a case are taken as they stand."""
    base = drawn(author)["w"]
    author.edit("shown:  {show: true, N: 6,", "shown:  {show: true, scales: {w: 1.0}, N: 6,", spec=True)
    np.testing.assert_allclose(drawn(author)["w"], 2 * base, rtol=1e-6)
    author.edit("scales: {w: 1.0}, N: 6,", "w: [1, -2.5, 0.1], N: 6,", spec=True)
    np.testing.assert_array_equal(drawn(author)["w"], np.float32([1, -2.5, 0.1]))


def test_normal_is_torch_s_stream_and_disturbs_nobody(author) -> None:
    """A draw takes its own generator: the caller's global one does not move."""
    expected = torch.randn(4, 5, generator=torch.Generator().manual_seed(5))
    state = torch.random.get_rng_state()
    assert torch.equal(make("normal", (4, 5), mean=2.0, scale=0.5), 2 + 0.5 * expected)
    drawn(author)
    assert torch.equal(state, torch.random.get_rng_state())


def test_every_kind_of_draw_keeps_its_promise() -> None:
    """Ranges, dtypes and structure of each kind, on enough values to show a slip."""
    uniform = make("uniform", (4000,), low=-2.0, high=3.0)
    assert -2 <= uniform.min() < -1.9
    assert 2.9 < uniform.max() < 3
    coin = make("bernoulli", (4000,), p=0.2)
    assert set(coin.tolist()) == {0.0, 1.0}
    assert 0.15 < coin.mean() < 0.25
    labels = make("labels", (400,), classes=3)
    assert labels.dtype == torch.int64
    assert set(labels.tolist()) == {0, 1, 2}
    orders = make("permutation", (3, 2, 40))
    assert orders.dtype == torch.int64
    assert torch.equal(orders.sort(dim=-1).values, torch.arange(40).expand(3, 2, 40))
    assert not torch.equal(orders[0, 0], orders[0, 1])
    hot = make("one_hot", (50, 4))
    assert torch.equal(hot.sum(dim=1), torch.ones(50))
    assert set(hot.unique().tolist()) == {0.0, 1.0}
    assert make("positive", (1000,), scale=2.0).min() > 0
    assert 0.009 < make("positive", (1000,), mean=np.log(0.01), scale=0.1).median() < 0.011
    factor = make("cholesky", (2, 5, 5), scale=0.5)
    assert torch.equal(factor, factor.tril())
    assert (torch.diagonal(factor, dim1=-2, dim2=-1) > 0).all()
    for value in (uniform, coin, hot, factor):
        assert value.dtype == torch.float32


HOOK = """

def inputs(generator, N, lr):
    return {"x": lr * torch.rand(N, 3, generator=generator)}
"""


def hooked(author, hook=HOOK):
    author.edit("x:    {shape: [N, d], draw: normal}", "x:    {shape: [N, d], draw: reference}", spec=True)
    author.reference.write_text(author.reference.read_text() + hook)


def test_the_reference_may_draw_an_input(author) -> None:
    """`inputs` gets the dimensions and scalars it asks for, and its generator follows the key."""
    hooked(author)
    values = drawn(author)["x"]
    assert values.shape == (6, 3)
    assert 0 <= values.min() < values.max() < 0.5
    assert not np.array_equal(drawn(author, key=b"s")["x"], values)
    np.testing.assert_array_equal(values, drawn(author)["x"])


@pytest.mark.parametrize(
    ("hook", "says"),
    [
        ("", "no function `inputs`"),
        (HOOK.replace(", generator=generator", ""), "draws `x` differently each time"),
        (HOOK.replace("N, 3", "N, 2"), r"shape \(6, 2\), but the spec says \(6, 3\)"),
        (HOOK.replace('"x"', '"y"'), "does not return `x`"),
        (
            HOOK.replace("return {", "return [").replace("generator)}", "generator)]").replace('"x": ', ""),
            "a dict",
        ),
        (HOOK.replace("lr *", "float('nan') *"), "not finite"),
        (HOOK.replace("lr *", "1 / 0 *"), "`inputs` raised ZeroDivisionError"),
    ],
)
def test_an_inputs_hook_that_does_not_fit_is_refused(author, hook: str, says: str) -> None:
    """Each slip in the hook has its sentence, and names the reference."""
    hooked(author, hook)
    with pytest.raises(ProblemError, match=says) as caught:
        drawn(author)
    assert caught.value.path == author.reference
