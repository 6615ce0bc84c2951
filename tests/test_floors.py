"""The rooms of the house import downward only, and torch stays where it belongs."""

import ast
from pathlib import Path

import pytest

HARNESS = Path(__file__).parents[1] / "harness"

# What each room may import. The table of docs/architecture.md, as a law.
MAY_IMPORT = {
    "problem": set(),
    "rules": {"problem"},
    "sandbox": set(),
    "judging": {"problem", "rules", "sandbox"},
    "authoring": {"problem", "rules", "sandbox", "judging"},
    "runs": {"problem", "rules", "sandbox", "judging"},
    "reports": {"problem", "rules", "judging", "runs"},
    "cli": {"problem", "rules", "sandbox", "judging", "authoring", "runs", "reports"},
}
TORCH_ROOMS = {"authoring"}
# The zygote's side of the sandbox runs in a process of its own; there torch is the whole point.
# What `handgrad bench` compares the judge with runs in processes of its own as well.
TORCH_FILES = {"runs/bench/peers.py"} | {
    f"sandbox/{name}.py"
    for name in ("zygote", "child", "removal", "warm", "derivative_code", "raw_memory", "stand_ins")
}

FILES = sorted(p for p in HARNESS.rglob("*.py") if p.parent != HARNESS)


def imports(path: Path) -> set[str]:
    """Every module name that a file imports, at any depth."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import at line {node.lineno}; rooms are named in full"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HARNESS)))
def test_rooms_import_downward_only(path: Path) -> None:
    """A room imports itself and the rooms its row allows, nothing above."""
    room = path.relative_to(HARNESS).parts[0]
    allowed = MAY_IMPORT[room] | {room}
    for name in imports(path):
        if name.startswith("harness."):
            assert name.split(".")[1] in allowed, f"{path} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HARNESS)))
def test_torch_stays_out_of_the_judge(path: Path) -> None:
    """Only authoring and the zygote's side of the sandbox name torch in an import."""
    relative = path.relative_to(HARNESS)
    if relative.parts[0] in TORCH_ROOMS or relative.as_posix() in TORCH_FILES:
        return
    assert not any(name.split(".")[0] == "torch" for name in imports(path)), f"{path} imports torch"
