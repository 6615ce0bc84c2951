"""The walk over a syntax tree visits what tells something, in the order of `ast.walk`."""

import ast
from pathlib import Path

import pytest

from harness.rules.reading.walk import walk

SOURCES = sorted((Path(__file__).parents[2] / "harness").rglob("*.py"))
SILENT = (ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop)


@pytest.mark.parametrize(
    "extra", ["", "match x:\n    case {'a': [b, *c], **d} | K(e=f) as g: global h; del g\n"]
)
def test_only_contexts_and_operators_are_passed_over(extra):
    """No node is lost or moved, in any file of this project and in what those files do not use."""
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8") + "\n" + extra)
        assert list(walk(tree)) == [node for node in ast.walk(tree) if not isinstance(node, SILENT)]
