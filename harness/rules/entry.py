"""What the judge enters: is there certainly no `solve`, and which parts of a file run on its account."""

import ast

from harness.rules.finding import LoadFailure
from harness.rules.reading.scope import block_nodes, bound_names
from harness.rules.reading.walk import walk

# Whoever uses one of these may bind a name where reading does not see it.
_TRICKS = frozenset(
    {"exec", "eval", "globals", "locals", "vars", "setattr", "__dict__", "modules", "__builtins__", "compile",
     "__import__", "import_module", "getattr"}
)  # fmt: skip
#: Of these, the ones that find a function of the module by a text.
_BY_ANY_NAME = frozenset({"exec", "eval", "globals", "locals", "vars"})


def missing(tree: ast.Module, entry: str) -> LoadFailure | None:
    """Return a failure if the module certainly binds no such name at top level.

    Said before anything runs, and only when no trick could still provide one.
    """
    live = [node for node in tree.body if not is_guard(node)]
    for node in block_nodes(live):
        if entry in bound_names(node):
            return None
    for node in walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
            return None
        if isinstance(node, ast.Global) and entry in node.names:
            return None
        if (isinstance(node, ast.Name) and node.id in _TRICKS) or (
            isinstance(node, ast.Attribute) and node.attr in _TRICKS
        ):
            return None
    return LoadFailure(
        f"There is no function called `{entry}` at the top level of the file.{_hint(tree, entry)}"
    )


def is_guard(node: ast.stmt) -> bool:
    """True for `if __name__ == "__main__":` without an else, which the judge never enters."""
    return (
        isinstance(node, ast.If)
        and not node.orelse
        and isinstance(node.test, ast.Compare)
        and isinstance(node.test.left, ast.Name)
        and node.test.left.id == "__name__"
        and isinstance(node.test.ops[0], ast.Eq)
    )


def running(tree: ast.Module, entry: str = "solve") -> list[ast.stmt]:
    """Give the top-level statements that are run, and the functions and classes that these, or `entry`, name.

    What is left out is the script's own part, and what nothing or only that part names. A decorator or a base class
    may keep what it is given, and `globals()` finds anything.
    """
    everything = not _BY_ANY_NAME.isdisjoint(_names(tree))
    definitions: dict[str, list[ast.stmt]] = {}
    reached: list[ast.stmt] = []
    for top in tree.body:
        kept = everything or getattr(top, "decorator_list", None) or getattr(top, "bases", None)
        if isinstance(top, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not kept:
            definitions.setdefault(top.name, []).append(top)
        elif not (isinstance(top, ast.If) and "__name__" in _names(top.test)):
            reached.append(top)
    reached += definitions.pop(entry, [])
    # It grows while it is walked, until nothing more is named.
    for statement in reached:
        for name in _names(statement) & definitions.keys():
            reached += definitions.pop(name)
    return reached


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in walk(tree) if isinstance(node, ast.Name)}


def _hint(tree: ast.Module, entry: str) -> str:
    """Name the likely slip: another spelling, or a definition inside something else."""
    defined = [n for n in walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
    for node in defined:
        if node.name == entry:
            return f" The one on line {node.lineno} is inside something else; move it out."
    for node in defined:
        if node.name.lower().strip("_") == entry.lower():
            return f" Did you mean `{node.name}` on line {node.lineno}? Call it `{entry}`."
    return f" Define `def {entry}(...):`."
