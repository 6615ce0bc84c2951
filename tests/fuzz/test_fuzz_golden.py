"""A golden file, damaged or forged: what was written, or a GoldenCorrupt."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import load, save

from harness.problem import golden as goldens
from harness.problem.certificate import Certificate
from harness.problem.errors import GoldenCorrupt
from harness.problem.golden import Golden, GoldenCase, read_golden, write_golden
from tests.fuzz.budget import bounded
from tests.fuzz.strategies import EDGES, mutated, replaced, spots, values

GOLDEN = Golden(
    stem="small",
    spec_sha256="a" * 64,
    reference_sha256="b" * 64,
    certificate=Certificate(status="uncertified"),
    key="public",
    versions={"numpy": "2"},
    stream="c",
    taus={"w/all": 1e-4},
    floors={"w/all": 0.0},
    cases={
        "one": GoldenCase(
            "one",
            {"x": np.ones((2, 3), np.float32), "lr": 0.1, "n": 2, "flag": True, "mode": "a"},
            {"eps": np.zeros(2, np.float32)},
            {"w": np.ones((2, 3)), "k": np.arange(2)},
            {"sign": {"w": np.zeros((2, 3), np.float32)}},
        )
    },
)
WORDS = ("format", "stem", "cases", "inputs", "array", "float", "int", "bool", "str", "x", "w", "eps", "one", "sign", "status",
         "certified", "uncertified", "body", "digest", goldens.FORMAT)  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place for one file after another."""
    return tmp_path_factory.mktemp("golden") / "small.safetensors"


@pytest.fixture(scope="module")
def good(file: Path) -> bytes:
    """The bytes of a sound golden."""
    write_golden(file, GOLDEN)
    return file.read_bytes()


def told(file: Path, data: bytes) -> Golden | None:
    """Read these bytes as a golden; None if they are refused in a sentence."""
    file.write_bytes(data)
    try:
        return read_golden(file)
    except GoldenCorrupt as error:
        refusal = str(error)
    assert refusal.startswith(str(file))
    assert len(refusal) < 1000
    return None


def test_the_golden_to_be_broken_is_sound(file: Path, good: bytes) -> None:
    """Else nothing is tried below."""
    found = told(file, good)
    assert found is not None
    assert found.cases["one"].inputs["lr"] == 0.1


PIECES = [b'"F32"', b'"BF16"', b'"F8_E4M3"', b"[0,0]", b"[2,3]", b"9" * 30, b"\\u0000", b'"__metadata__":', b"{", b"}", b"\xff" * 8,
          b"\x00" * 8]  # fmt: skip


@bounded(100)
@given(data=st.data())
def test_damage_is_noticed(file: Path, good: bytes, data: st.DataObject) -> None:
    """Wounds anywhere: read as it was, or refused; never other numbers."""
    wounded = data.draw(mutated([good], PIECES) | st.binary(max_size=100))
    found = told(file, wounded)
    if found is not None:
        assert np.array_equal(found.cases["one"].expected["w"], GOLDEN.cases["one"].expected["w"])
        assert found.taus == GOLDEN.taus


@bounded(120)
@given(data=st.data())
def test_a_forged_header_is_refused_or_sound(file: Path, good: bytes, data: st.DataObject) -> None:
    """With a digest that fits, so that what stands behind it is read."""
    tensors = load(good)
    length = int.from_bytes(good[:8], "little")
    header = json.loads(json.loads(good[8 : 8 + length])["__metadata__"]["handgrad"])
    body: Any = json.loads(header["body"])
    for _ in range(data.draw(st.integers(1, 3))):
        # Numbers that are not in range are what a forger would try first.
        at = data.draw(
            st.sampled_from([(), *spots(body)]) | st.sampled_from([("taus", "w/all"), ("floors", "w/all")])
        )
        body = replaced(body, at, data.draw(st.sampled_from(EDGES) | values(WORDS)))
    text = json.dumps(body)
    header = json.dumps({"body": text, "digest": goldens._digest(text, tensors)})
    found = told(file, save(tensors, metadata={"handgrad": header}))
    if found is not None:
        assert isinstance(found.stem, str)
        assert all(0 <= tau < np.inf for tau in (*found.taus.values(), *found.floors.values()))
