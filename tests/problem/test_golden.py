"""A golden comes back bit for bit, is the same bytes each time, and is never half believed."""

import json
import os
import random
from dataclasses import replace

import numpy as np
import pytest
from safetensors.numpy import load_file, save

from harness.problem.certificate import Certificate, MistakeProof
from harness.problem.errors import GoldenCorrupt, GoldenMissing, GoldenStale, ProblemError
from harness.problem.golden import Golden, GoldenCase, check_fresh, hash_file, read_golden, write_golden
from harness.problem.spec import load_problem


def sample() -> Golden:
    rng = np.random.default_rng(0)
    one = GoldenCase(
        name="one",
        inputs={
            "x": rng.normal(size=(2, 3)).astype(np.float32),
            "params/W": np.asfortranarray(rng.normal(size=(3, 4))),
            "lr": 0.1,
            "steps": 3,
            "flag": True,
            "kind": "linear",
            "labels": np.array([1, -2], dtype=np.int64),
            "mask": np.array([True, False]),
            "swapped": np.arange(3, dtype=">f4"),
        },
        draws={"eps": rng.normal(size=(2, 2)).astype(np.float32)},
        expected={
            "w": rng.normal(size=(4, 3)).T,
            "loss": np.array(1 / 3),
            "count": np.array(7, dtype=np.int64),
            "hit": np.zeros((0,), dtype=bool),
            "nothing": np.zeros((2, 0, 3)),
        },
        mistakes={"no-kl": {"w": np.full((3, 4), np.nan, dtype=np.float32), "count": np.array(1)}},
    )
    two = GoldenCase(
        name="two",
        inputs={"lr": 1e-5, "x": np.float32(2) * np.ones(2, dtype=np.float32)},
        draws={},
        expected={},
    )
    return Golden(
        stem="small",
        spec_sha256="a" * 64,
        reference_sha256="b" * 64,
        certificate=Certificate("certified", mistakes=(MistakeProof("no_kl", None, "one", None, "é"),)),
        key="public",
        versions={"torch": "2.13.0", "numpy": "2.4.6"},
        stream="c" * 16,
        taus={"w/all": 1e-4},
        floors={"w/all": 0.1 + 0.2},
        cases={"one": one, "two": two},
    )


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def same(a: object, b: object) -> bool:
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        native = a.astype(a.dtype.newbyteorder("="))
        return native.dtype == b.dtype and a.shape == b.shape and native.tobytes() == b.tobytes()
    return type(a) is type(b) and a == b


def test_everything_comes_back(tmp_path):
    """Values to the bit, dtypes, 0-d and empty shapes, scalars with their type, and the order of all."""
    path = tmp_path / "deep" / "small.safetensors"
    golden = sample()
    write_golden(path, golden)
    back = read_golden(path)
    assert replace(back, cases={}) == replace(golden, cases={})
    assert list(back.cases) == ["one", "two"]
    for name, case in golden.cases.items():
        other = back.cases[name]
        for kind in ("inputs", "draws", "expected"):
            before, after = getattr(case, kind), getattr(other, kind)
            assert list(before) == list(after)
            assert all(same(before[key], after[key]) for key in before), (name, kind)
        assert list(case.mistakes) == list(other.mistakes)
        for mistake, parts in case.mistakes.items():
            assert all(same(parts[key], other.mistakes[mistake][key]) for key in parts)
    assert names(path.parent) == ["small.safetensors"], "no temporary file is left"


def test_the_same_numbers_are_the_same_bytes(tmp_path):
    """Whatever their memory layout, and however the mappings of the header were filled."""
    one, two = tmp_path / "a.safetensors", tmp_path / "b.safetensors"
    golden = sample()
    write_golden(one, golden)
    case = golden.cases["one"]
    inputs = {**case.inputs, "params/W": np.ascontiguousarray(case.inputs["params/W"])}
    other = replace(
        golden,
        versions=dict(reversed(list(golden.versions.items()))),
        cases={**golden.cases, "one": replace(case, inputs=inputs)},
    )
    write_golden(two, other)
    assert one.read_bytes() == two.read_bytes()


def test_missing_says_how_to_make_it(tmp_path):
    """A command to run."""
    with pytest.raises(GoldenMissing, match=r"no golden file for `small`\. Run `handgrad golden small`"):
        read_golden(tmp_path / "small.safetensors")
    with pytest.raises(GoldenMissing):
        read_golden(tmp_path)


def test_a_golden_cut_short_is_corrupt(tmp_path):
    """At any length."""
    path = tmp_path / "small.safetensors"
    write_golden(path, sample())
    whole = path.read_bytes()
    for length in (0, 1, 7, 8, 9, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(
            GoldenCorrupt, match=r"the golden file is damaged: .* Run `handgrad golden small`"
        ):
            read_golden(path)
    path.write_bytes(whole + b"\0")
    with pytest.raises(GoldenCorrupt):
        read_golden(path)


def test_a_flipped_bit_is_found(tmp_path):
    """Anywhere but in the padding of the header: either nothing has changed or it is corrupt."""
    path = tmp_path / "small.safetensors"
    write_golden(path, sample())
    whole = path.read_bytes()
    chance = random.Random(1)
    for _ in range(300):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(bytes(damaged))
        with pytest.raises(GoldenCorrupt):
            read_golden(path)


def rewritten(path, change) -> None:
    """Change the header of a golden as a clever forger would, digest and all."""
    from harness.problem.golden import _digest

    raw = path.read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(json.loads(raw[8 : 8 + size])["__metadata__"]["handgrad"])
    body = json.loads(header["body"])
    change(body)
    text = json.dumps(body)
    tensors = load_file(path)
    path.write_bytes(
        save(tensors, metadata={"handgrad": json.dumps({"body": text, "digest": _digest(text, tensors)})})
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.update(format="handgrad.golden/v9"),
        lambda body: body.pop("key"),
        lambda body: body.update(stem=3),
        lambda body: body.update(cases={}),
        lambda body: body["cases"][0]["inputs"].pop(),
        lambda body: body["cases"][0]["inputs"].append(["y", "array"]),
        lambda body: body["cases"][0]["inputs"].append(["y", "complex", 1]),
        lambda body: body["cases"][0]["inputs"].append(["y", "int", 1.0]),
        lambda body: body["cases"][0].update(expected=["x"]),
        lambda body: body["cases"][0].update(draws=None),
        lambda body: body["taus"].update(a="1"),
        lambda body: body["taus"].update(a=float("nan")),
        lambda body: body["floors"].update(a=-1),
        lambda body: body["certificate"].update(status="sure"),
    ],
)
def test_a_header_that_does_not_fit_is_corrupt(tmp_path, change):
    """Even with a good digest: names, types and tensors must agree."""
    path = tmp_path / "small.safetensors"
    write_golden(path, sample())
    rewritten(path, lambda body: None)
    read_golden(path)
    rewritten(path, change)
    with pytest.raises(GoldenCorrupt):
        read_golden(path)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not tensors",
        save({"a": np.zeros(2)}),
        save({"a": np.zeros(2)}, metadata={"other": "1"}),
        save({"a": np.zeros(2)}, metadata={"handgrad": "{"}),
        save({"a": np.zeros(2)}, metadata={"handgrad": "[]"}),
        save({"a": np.zeros(2)}, metadata={"handgrad": '{"body": 1, "digest": ""}'}),
        b'<\0\0\0\0\0\0\0{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}   \0\0',
        b'<\0\0\0\0\0\0\0{"a":{"dtype":"XYZ","shape":[1],"data_offsets":[0,2]}}    \0\0',
        save({"a": np.zeros(2)}, metadata={"handgrad": "[" * 100_000}),
    ],
)
def test_a_file_of_another_program_is_corrupt(tmp_path, data):
    """Not an error of another kind."""
    path = tmp_path / "small.safetensors"
    path.write_bytes(data)
    with pytest.raises(GoldenCorrupt):
        read_golden(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("expected", {"w": np.zeros(2, dtype=np.float32)}),
        ("draws", {"eps": np.zeros(2)}),
        ("inputs", {"x": np.zeros(2, dtype=np.complex64)}),
        ("inputs", {"x": np.float32(1)}),
        ("inputs", {"x": None}),
        ("inputs", {"lr": float("nan")}),
        ("mistakes", {"a": {"w": np.zeros(2)}}),
    ],
)
def test_what_a_golden_does_not_hold_is_not_written(tmp_path, field, value):
    """A float32 truth or a float64 draw is a fault in the maker, told before anything is on disk."""
    path = tmp_path / "small.safetensors"
    golden = sample()
    case = replace(golden.cases["one"], **{field: value})
    with pytest.raises(ProblemError):
        write_golden(path, replace(golden, cases={"one": case}))
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_leaves_the_old_golden(tmp_path, monkeypatch):
    """A full disk while writing: one sentence, no temporary file, the old golden untouched."""
    path = tmp_path / "small.safetensors"
    write_golden(path, sample())
    old = path.read_bytes()

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError, match="cannot write the golden file: No space left on device"):
        write_golden(path, replace(sample(), stem="other"))
    assert path.read_bytes() == old
    assert names(tmp_path) == ["small.safetensors"]
    with pytest.raises(ProblemError, match="cannot write the golden file"):
        write_golden(path / "below.safetensors", sample())


def test_stale_says_what_changed(tmp_path, root):
    """A new case, an old one, an input, a reference; and nothing where nothing did."""
    problem = load_problem(root / "problems" / "train_vae_end_to_end.yaml")
    reference = tmp_path / "train_vae_end_to_end.py"
    reference.write_text("def solve(): ...\n")
    cases = {}
    for name in problem.cases:
        layout = problem.layout(name)
        arrays = {flat: np.zeros(array.shape, np.float32) for flat, array in layout.arrays.items()}
        expected = {part.name: np.zeros(part.shape) for part in layout.parts}
        cases[name] = GoldenCase(name, {**arrays, **layout.scalars}, {}, expected)
    fresh = replace(
        sample(),
        stem=problem.stem,
        spec_sha256=problem.sha256,
        reference_sha256=hash_file(reference),
        cases=cases,
    )
    check_fresh(fresh, problem, reference)
    old = replace(fresh, spec_sha256="0")
    wide = cases["wide"]
    stale = [
        (replace(fresh, stem="other"), "it was made for `other`"),
        (replace(fresh, reference_sha256="0"), "train_vae_end_to_end.py has changed since"),
        (old, "the inputs, outputs or cases of its spec have changed since"),
        (replace(old, cases={name: case for name, case in cases.items() if name != "wide"}), "the case `wide` is new"),
        (replace(old, cases={**cases, "x": wide}), "the case `x` is gone"),
        (replace(old, cases={**cases, "wide": replace(wide, inputs={**wide.inputs, "lr": 0.25})}),
         "in case `wide` `lr` was 0.25"),
        (replace(old, cases={**cases, "wide": replace(wide, inputs={**wide.inputs, "x": np.zeros(2)})}),
         "in case `wide` the input `x` is another"),
        (replace(old, cases={**cases, "wide": replace(wide, expected={})}), "its outputs are others"),
    ]  # fmt: skip
    for golden, what in stale:
        with pytest.raises(GoldenStale, match=what) as caught:
            check_fresh(golden, problem, reference)
        assert "Run `handgrad golden train_vae_end_to_end`" in str(caught.value)
    with pytest.raises(ProblemError, match="cannot read the reference"):
        check_fresh(fresh, problem, tmp_path / "nowhere.py")
