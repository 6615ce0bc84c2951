"""`handgrad answer` runs a reference in float64 on inputs of any consistent size, and says what does not fit."""

import zipfile

import numpy as np
import pytest
from click.testing import CliRunner

from harness.authoring.answer import InputsError, answer, read_npz, write_npz
from harness.cli.answer import command
from harness.problem.errors import ProblemError

RNG = np.random.default_rng(0)


def given(n=5, d=2, **changes):
    inputs = {
        "x": RNG.normal(size=(n, d)),
        "w": RNG.normal(size=d),
        "lr": np.asarray(0.3),
        "seed": np.asarray(4),
    }
    inputs |= changes
    return {name: value for name, value in inputs.items() if value is not None}


def run(author, inputs, output, stem="step"):
    args = [stem, "--inputs", str(inputs), "--output", str(output), "--course", str(author.root)]
    return CliRunner().invoke(command, args)


@pytest.mark.parametrize(("n", "d"), [(5, 2), (1, 1), (33, 7)])
def test_a_round_trip_through_files(author, tmp_path, n: int, d: int) -> None:
    """Sizes come from the arrays; values are used in float64, never rounded to float32."""
    inputs = given(n, d)
    np.savez(tmp_path / "in.npz", **inputs)
    result = run(author, tmp_path / "in.npz", tmp_path / "out.npz")
    assert result.exit_code == 0, result.output
    with np.load(tmp_path / "out.npz", allow_pickle=False) as stored:
        assert stored.files == ["out"]
        out = stored["out"]
    import torch

    eps = torch.randn(n, generator=torch.Generator().manual_seed(4)).double().numpy()
    x, w = inputs["x"], inputs["w"]
    assert out.dtype == np.float64
    np.testing.assert_allclose(out, w - 0.3 * 2 / n * (x.T @ (x @ w - eps)), rtol=1e-12)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "in.npz", "out.npz"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"w": None}, "`w`"),
        ({"lr": None}, "`lr`"),
        ({"y": np.zeros(2)}, "no input `y`"),
        ({"w": np.zeros(3)}, "axis 0 of `w` has size 3"),
        ({"w": np.zeros((2, 1))}, "`w` has shape"),
        ({"lr": np.zeros(1)}, "`lr` has shape"),
        ({"lr": np.asarray("fast")}, "`lr`"),
        ({"lr": np.asarray(np.nan)}, "`lr` is nan"),
        ({"seed": np.asarray(1.5)}, "`seed`"),
        ({"w": np.asarray([1.0, np.inf])}, "`w` holds values that are not finite"),
        ({"w": np.asarray(["a", "b"])}, "`w` holds <U1"),
        ({"w": np.asarray([1j, 2])}, "`w` holds complex128"),
        ({"x": np.zeros((0, 2))}, "`x` is empty"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(author, changes, says: str) -> None:
    """Each is one sentence that names the array."""
    with pytest.raises(InputsError, match=says) as caught:
        answer(author.problem, author.reference, given(**changes))
    assert "\n" not in str(caught.value)


def test_names_of_the_output_file(author) -> None:
    """A single tensor or scalar is `out`; parts of a tuple or dict have their names, group members group/name."""
    spec = """\
title: Scale
difficulty: easy
topics: []
statement: Scale.
inputs:
  params: {group: per_case, draw: normal}
  k:      {type: int}
  kind:   {type: choice, choices: [up, down]}
returns: dict
outputs:
  params: {like: params, judged: scaled, tau: 1e-5}
  total:  {shape: [], judged: scaled, tau: 1e-5}
  count:  {shape: [], dtype: int64, judged: exact}
cases:
  one: {show: true, params: {W: [3, 2], b: [2]}, k: 2, kind: up}
"""
    reference = """\
def solve(params, k, kind):
    factor = k if kind == "up" else 1 / k
    scaled = {name: factor * value for name, value in params.items()}
    return {"params": scaled, "total": sum(value.sum() for value in scaled.values()), "count": len(params)}


def oracle(params, k, kind):
    return solve(params, k, kind)
"""
    author.write(spec, reference)
    author.build()
    inputs = {
        "params/A": np.ones((2, 2)),
        "params/file": np.ones(3),
        "k": np.asarray(3),
        "kind": np.asarray("up"),
    }
    found = answer(author.problem, author.reference, inputs)
    assert list(found) == ["params/A", "params/file", "total", "count"]
    np.testing.assert_array_equal(found["params/A"], 3 * np.ones((2, 2)))
    assert found["total"].shape == found["count"].shape == ()
    assert (found["total"].dtype, found["count"].dtype) == (np.float64, np.int64)
    with pytest.raises(InputsError, match="`kind`"):
        answer(author.problem, author.reference, {**inputs, "kind": np.asarray("left")})


STATE = """\
title: Average
difficulty: easy
statement: Average.
inputs:
  params: {group: per_case, draw: normal}
  m:      {like: params, draw: normal}
  rows:   {shape: [E, n], draw: permutation}
  t:      {type: int}
  kind:   {type: choice, choices: [plain, squared], default: plain}
returns: dict
outputs:
  params: {like: params, judged: scaled, tau: 1e-5}
  m:      {like: m, judged: scaled, tau: 1e-5}
  first:  {shape: [n], dtype: int64}
cases:
  one: {show: true, params: {W: [3, 2], b: []}, E: 2, n: 3, t: 1}
"""

AVERAGE = """\
def solve(params, m, rows, t, kind):
    moved = {name: (value + t * params[name]) / 2 for name, value in m.items()}
    return {"params": {name: value * 2 for name, value in params.items()}, "m": moved, "first": rows[0]}


def oracle(params, m, rows, t, kind):
    return solve(params, m, rows, t, kind)
"""


def test_groups_of_any_members_in_any_order(author) -> None:
    """Names, number, order and shapes of members are the file's own, one of no axis and one nested among them."""
    author.write(STATE, AVERAGE)
    author.build()
    shapes = {"b": (), "encoder.weight": (2, 3), "head/W": (1,), "file": (2, 1, 2)}
    params = {f"params/{name}": RNG.normal(size=shape) for name, shape in shapes.items()}
    m = {f"m/{name}": RNG.normal(size=shapes[name]) for name in reversed(shapes)}
    rows = np.asarray([[2, 0, 1]], dtype=np.int32)
    found = answer(author.problem, author.reference, {**m, "rows": rows, **params, "t": np.asarray(3)})
    assert set(found) == {*params, *m, "first"}
    for name, shape in shapes.items():
        value = found[f"m/{name}"]
        assert (value.shape, value.dtype) == (shape, np.float64)
        np.testing.assert_array_equal(value, (m[f"m/{name}"] + 3 * params[f"params/{name}"]) / 2)
    np.testing.assert_array_equal(found["first"], [2, 0, 1])
    with pytest.raises(InputsError, match="the input `m/b` is missing"):
        answer(author.problem, author.reference, {**params, "rows": rows, "t": np.asarray(3)})
    with pytest.raises(InputsError, match="`rows` holds float64"):
        answer(author.problem, author.reference, {**m, **params, "rows": rows * 1.0, "t": np.asarray(3)})


def test_a_problem_without_any_array(author) -> None:
    """Numbers and words alone: the size of the answer comes from a number, and nothing is rounded to float32."""
    spec = """\
title: Ramp
difficulty: easy
statement: Ramp.
inputs:
  steps: {type: int}
  slope: {type: float}
  kind:  {type: choice, choices: [up, down]}
returns: tensor
outputs: {ramp: {shape: [steps], judged: elementwise, tau: 1e-6, floor: 1e-9, steps: 0}}
cases:
  one: {show: true, steps: 4, slope: 2, kind: up}
"""
    reference = """\
import torch


def solve(steps, slope, kind):
    ramp = slope * torch.arange(steps, dtype=torch.float64)
    return ramp if kind == "up" else ramp.flip(0)


def oracle(steps, slope, kind):
    return solve(steps, slope, kind)
"""
    author.write(spec, reference)
    author.build()
    given = {"steps": np.asarray(3), "slope": np.asarray(0.1), "kind": np.asarray("down")}
    np.testing.assert_array_equal(answer(author.problem, author.reference, given)["out"], [0.2, 0.1, 0.0])
    with pytest.raises(InputsError, match="`kind`: `sideways` is not one of up, down"):
        answer(author.problem, author.reference, {**given, "kind": np.asarray("sideways")})
    with pytest.raises(InputsError, match="A size is at least 1"):
        answer(author.problem, author.reference, {**given, "steps": np.asarray(0)})


def test_files_that_are_not_npz_are_refused(author, tmp_path) -> None:
    """Missing, text, .npy, pickled, damaged: exit code 2, one sentence, no output, nothing unpickled."""
    path, out = tmp_path / "in.npz", tmp_path / "out.npz"

    def refused(says: str) -> None:
        result = run(author, path, out)
        assert result.exit_code == 2
        assert says in result.output
        assert "Traceback" not in result.output
        assert not out.exists()

    refused("No such file")
    path.write_text("x = 1")
    refused("not an .npz file")
    with path.open("wb") as file:
        np.save(file, np.zeros(3))
    refused("not an .npz file")
    np.savez(path, x=np.asarray([{}], dtype=object))
    refused("Python objects")
    np.savez(path, **given())
    whole = bytearray(path.read_bytes())
    whole[60:200] = bytes(140)
    path.write_bytes(whole)
    refused("damaged")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", "no array")
    refused("is no array")


def test_usage_faults_and_an_unsound_reference(author, tmp_path) -> None:
    """An unknown stem or a place that cannot be written is usage (2); a reference that raises is unsound (3)."""
    np.savez(tmp_path / "in.npz", **given())
    result = run(author, tmp_path / "in.npz", tmp_path / "out.npz", stem="stem")
    assert result.exit_code == 2
    assert "Did you mean `step`?" in result.output
    assert run(author, tmp_path / "in.npz", tmp_path / "no" / "out.npz").exit_code == 2
    author.edit("    return w - lr * g", "    raise ValueError('no')")
    result = run(author, tmp_path / "in.npz", tmp_path / "out.npz")
    assert result.exit_code == 3
    assert f"{author.reference}:15: `solve` raised ValueError: no." in result.output
    assert not (tmp_path / "out.npz").exists()


def test_a_failed_write_leaves_the_old_answer(author, tmp_path, monkeypatch) -> None:
    """The file is whole or as it was, and no temporary file stays behind."""
    path = tmp_path / "out.npz"
    write_npz(path, {"out": np.arange(3.0)})

    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np.lib.format, "write_array", full)
    with pytest.raises(ProblemError, match="No space left"):
        write_npz(path, {"out": np.zeros(3)})
    np.testing.assert_array_equal(read_npz(path)["out"], np.arange(3.0))
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["course", "out.npz"]
