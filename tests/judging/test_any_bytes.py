"""Whatever is handed in, the answer is a verdict: random bytes, programs cut short, programs with bytes changed."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.judging.pipeline import Submission
from harness.judging.verdict import STATUSES
from harness.reports.json import verdict_line
from tests.conftest import KNOWN, STEM
from tests.judging.programs import EQUAL

SEEDS = [*(source.encode() for source in EQUAL.values()),
         *(p.read_bytes() for p in sorted(KNOWN.glob("*/*.py")) if p.parent.name in {"AC", "WA", "RV", "CE"})]  # fmt: skip
TOKENS = [b"def ", b"(", b")", b"\n", b"    ", b"\t", b"import ", b"torch", b"solve", b"x", b"'", b'"""', b"\\", b"#", b":",
          b"lambda ", b"yield ", b"async ", b"\xff", b"\x00", b"\xef\xbb\xbf", b"# coding: utf-7\n", b"{", b"f'{", b"*", b"\r",
          b"0x", b"9" * 5000, b"(" * 300, b"-" * 3000, b"match x:\n", b"__import__", b"@", b"\x0c", b"\xed\xa0\x80"]  # fmt: skip


@st.composite
def mutated(draw) -> bytes:
    """A known program with a few pieces replaced, or its beginning."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    if draw(st.booleans()):
        return bytes(data[: draw(st.integers(0, len(data)))])
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        piece = draw(st.one_of(st.sampled_from(TOKENS), st.binary(max_size=4)))
        data[at : at + draw(st.integers(0, 6))] = piece
    return bytes(data)


SOURCES = st.one_of(
    st.binary(max_size=300), mutated(), st.lists(st.sampled_from(TOKENS), max_size=30).map(b"".join)
)


def check(judge, data: bytes) -> None:
    verdict = judge.judge(Submission(data, STEM, "x.py"))
    assert verdict.status in STATUSES
    # A judge error would be the judge's own fault: nothing a source says may cause one.
    assert verdict.status != "JE", verdict.message
    assert verdict.message
    assert "Traceback" not in verdict.message
    assert len(verdict.message) < 1000
    json.loads(verdict_line(verdict))


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=SOURCES)
def test_any_bytes_get_a_clear_verdict(judge, data) -> None:
    """200 sources, the same ones every time: each ends in a verdict other than a judge error."""
    check(judge, data)


def test_text_that_is_no_text_gets_one_too(judge) -> None:
    """Half a surrogate pair handed to `judge_source` is a matter of encoding, not a crash."""
    verdict = judge.judge_source("x = '\ud800'\n", STEM)
    assert verdict.status == "CE"
    assert "utf-8" in verdict.message
