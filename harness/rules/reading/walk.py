"""Walking a syntax tree, for those who ask about every node.

`ast.walk` visits the context of every name and the operator of every sum, which are half of all nodes and tell
nothing that their owner does not; leaving them out makes reading a file a quarter cheaper.
"""

import ast
from collections.abc import Iterator
from itertools import chain

_LEAVES = (ast.Name, ast.Constant, ast.Global, ast.Nonlocal, ast.Pass, ast.Break, ast.Continue, ast.alias)
_SILENT = frozenset({"ctx", "op", "ops"})
_KEPT = "handgrad_levels"
#: The fields of each kind of node in which other nodes may stand.
_FIELDS: dict[type[ast.AST], tuple[str, ...]] = {}


def children(node: ast.AST) -> list[ast.AST]:
    """Give the nodes right below one, in the order of the source, without contexts and operators."""
    kind = type(node)
    fields = _FIELDS.get(kind)
    if fields is None:
        fields = () if issubclass(kind, _LEAVES) else tuple(f for f in kind._fields if f not in _SILENT)
        _FIELDS[kind] = fields
    found: list[ast.AST] = []
    for name in fields:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [item for item in value if isinstance(item, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


def levels(tree: ast.Module) -> list[list[ast.AST]]:
    """Give all nodes below a module, level by level. They are found once and kept with it.

    Nothing changes a tree once it is parsed, and half a dozen questions are asked of all its nodes.
    """
    known: list[list[ast.AST]] | None = getattr(tree, _KEPT, None)
    if known is None:
        known, level = [], children(tree)
        while level:
            known.append(level)
            level = [child for parent in level for child in children(parent)]
        setattr(tree, _KEPT, known)
    return known


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all below it, level by level, as `ast.walk` does, without contexts and operators."""
    if isinstance(node, ast.Module):
        return chain((node,), chain.from_iterable(levels(node)))
    return _walk(node)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    level = [node]
    while level:
        yield from level
        level = [child for parent in level for child in children(parent)]
