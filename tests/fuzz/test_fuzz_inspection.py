"""Reading a source: any bytes give an inspection, and every report of it can be written."""

import ast
import copy
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.reports.sarif import inspection_log
from harness.rules.excerpt import excerpt
from harness.rules.inspect import inspect_source
from harness.rules.reading.core import Told
from harness.rules.reading.reader import Reader
from tests.fuzz.budget import bounded
from tests.fuzz.strategies import mutated
from tests.reports.sarif_shape import check_log

TESTS = Path(__file__).parents[1]
SEEDS = [path.read_bytes() for path in sorted(TESTS.glob("rules/*/*/*.py"))]
SEEDS += [path.read_bytes() for path in sorted((TESTS.parent / "submissions" / "known").glob("*/*/*.py"))]
SEEDS = [seed for seed in SEEDS if len(seed) < 20_000]
PIECES = [
    *(b"getattr(torch, ", b"'auto' + 'grad'", b"[::-1]", b".backward()", b"import torch as t\n", b"from torch import *\n"),
    *(b"exec(", b"eval(", b"lambda *a, **k: ", b"(x := ", b"match x:\n case {'a': y, **z}: ", b"class A(B, metaclass=C): "),
    *(b"async def f(): await ", b"global solve\n", b"del x\n", b"%s%%%(a)d", b"'{0.a[1]!r:{2}}'.format(", b"f'{x!r:{y}}'"),
    *(b"\n", b"\r", b"\x0c", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", "\uff45\uff58\uff45\uff43".encode(), b"\\N{DASH}", b"\\"),
    *(b"# coding: latin-1\n", b"# coding: utf-7\n", b"(" * 250, b"-" * 2000, b"9" * 5000, b"0x", b"1e999", b"1_0j", b"a." * 400),
    *(b"* 10**9", b"** 9 ** 9", b"<< 10**6", b".ljust(10**9)", b"range(10**12)", b"'%1000000000d' % 1"),
]  # fmt: skip
SOURCES = (
    mutated(SEEDS, PIECES)
    | st.binary(max_size=200)
    | st.lists(st.sampled_from(PIECES), max_size=12).map(b"".join)
)


def trees() -> list[ast.Module]:
    """The seeds that parse, as trees."""
    found = []
    for seed in SEEDS:
        with warnings.catch_warnings(action="ignore"):
            try:
                found.append(ast.parse(seed))
            except (SyntaxError, ValueError):
                continue
    return found


TREES = trees()
EXPRESSIONS = [
    node
    for tree in TREES
    for node in ast.walk(tree)
    if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None)
]


class Graft(ast.NodeTransformer):
    """Puts strangers in the place of some expressions, counted in the order of the walk."""

    def __init__(self, grafts: dict[int, ast.expr]) -> None:
        self.grafts = grafts
        self.count = -1

    def visit(self, node: ast.AST) -> ast.AST:
        if isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", None), ast.Load | None):
            self.count += 1
            if self.count in self.grafts:
                return copy.deepcopy(self.grafts[self.count])
        # A format's parts and a pattern's values cannot be any expression.
        return node if isinstance(node, ast.JoinedStr | ast.pattern) else self.generic_visit(node)


@st.composite
def grafted(draw: Any) -> bytes:
    """A program with expressions of others in it: it parses nearly always, so that reading goes deep."""
    tree = copy.deepcopy(draw(st.sampled_from(TREES)))
    grafts = draw(st.dictionaries(st.integers(0, 60), st.sampled_from(EXPRESSIONS), min_size=1, max_size=5))
    try:
        text = ast.unparse(ast.fix_missing_locations(Graft(grafts).visit(tree)))
    except (ValueError, RecursionError):
        return b"pass"
    return text.encode("utf-8", "replace")


@pytest.fixture(autouse=True)
def _faults_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the reader is survived in use; here it is raised."""
    read = Reader.read

    def loud(self: Reader) -> list[Told]:
        told = read(self)
        if self.fault is not None:
            raise self.fault
        return told

    monkeypatch.setattr(Reader, "read", loud)


@bounded(150)
@given(SOURCES | grafted() | grafted())
def test_any_bytes_are_inspected(data: bytes) -> None:
    """Nothing is raised, findings lie inside the text, and a log and an excerpt of each can be written."""
    inspection = inspect_source(data)
    assert (inspection.source is not None) or (inspection.failure is not None)
    lines = (inspection.source or "").split("\n")
    for finding in inspection.findings:
        assert 1 <= finding.line <= finding.end_line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1
        assert 1 <= finding.end_column <= len(lines[finding.end_line - 1]) + 1
        assert excerpt(inspection.source, finding.line, finding.column)
    log = json.loads(inspection_log("a.py", inspection))
    check_log(log)
    assert len(log["runs"][0]["results"]) == len(inspection.findings)
    assert inspect_source(data) == inspection
