"""Every rule against its folder of fixtures: what it must see, at the line marked `# !`, and what it must not."""

from pathlib import Path

import pytest

from harness.problem.policy import Policy
from harness.rules.inspect import inspect_source
from harness.rules.registry import RULES

HERE = Path(__file__).parent
BAD = sorted(HERE.glob("*/bad/*.py"))
FINE = sorted(HERE.glob("*/fine/*.py"))
NAMES = {rule.name for rule in RULES}


def name_of(path: Path) -> str:
    return f"{path.parts[-3]}/{path.stem}"


@pytest.mark.parametrize("path", BAD, ids=name_of)
def test_a_bad_fixture_is_found_where_it_says(path: Path) -> None:
    """The rule speaks at exactly the marked lines, and at no other line of the file."""
    data = path.read_bytes()
    marked = {n for n, line in enumerate(data.decode().split("\n"), 1) if line.endswith("# !")}
    assert marked, "a bad fixture marks its lines"
    found = {f.line for f in inspect_source(data, Policy()).findings if f.rule == path.parts[-3]}
    assert found == marked


@pytest.mark.parametrize("path", [p for p in BAD if p.parts[-3] == "autograd"], ids=name_of)
def test_autograd_is_refused_not_merely_flagged(path: Path) -> None:
    """Every spelling of autograd in the fixtures is certain, so it rejects."""
    assert any(
        f.rule == "autograd" and f.severity == "error" for f in inspect_source(path.read_bytes()).findings
    )


@pytest.mark.parametrize("path", FINE, ids=name_of)
def test_a_fine_fixture_is_not_accused(path: Path) -> None:
    """An honest program is clean, and the rule whose folder it stands in has not even a warning."""
    inspection = inspect_source(path.read_bytes(), Policy())
    assert inspection.failure is None
    assert [f for f in inspection.findings if f.severity == "error" or f.rule == path.parts[-3]] == []


def test_every_fixture_belongs_to_a_rule() -> None:
    """A folder named after no rule would be read by nobody."""
    assert {path.parts[-3] for path in (*BAD, *FINE)} == NAMES
