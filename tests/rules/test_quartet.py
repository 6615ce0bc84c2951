"""A rule is four things of one name: a file, a page, a folder of fixtures, and its place in the registry."""

import re
from pathlib import Path

import pytest

from harness.problem.policy import Policy
from harness.rules.page import read_page
from harness.rules.registry import RULES, documentation, rules_for
from harness.rules.rule import Rule

ROOT = Path(__file__).parents[2]
SECTIONS = ["What it does", "Why", "Refused|Flagged", "Instead", "Limits"]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_rule_has_file_page_and_fixtures_of_its_name(rule: type[Rule]) -> None:
    """Whoever reads a finding can open the file, the page and an example by its name alone."""
    file = rule.name.replace("-", "_")
    assert rule.__module__ == f"harness.rules.{file}"
    assert (ROOT / documentation(rule.name)).is_file()
    assert list((ROOT / "tests" / "rules" / rule.name / "bad").glob("*.py"))
    assert list((ROOT / "tests" / "rules" / rule.name / "fine").glob("*.py"))


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_a_page_says_what_why_what_is_refused_what_instead_and_where_it_ends(rule: type[Rule]) -> None:
    """Every page has the same five sections, headed by the rule's code, name and title."""
    text = (ROOT / documentation(rule.name)).read_text("utf-8")
    assert read_page(rule.name).markdown == text
    assert re.search(r"Severity: (error|warning|error or warning)\. ", text)
    assert text.startswith(f"# {rule.code} {rule.name}\n\n{rule.title}. ")
    headings = re.findall(r"^## (.*)$", text, re.MULTILINE)
    assert len(headings) == len(SECTIONS)
    assert all(re.fullmatch(wanted, got) for wanted, got in zip(SECTIONS, headings, strict=True))


def test_codes_and_names_are_unique_and_well_formed() -> None:
    """A code or a name, once printed, means one rule for ever."""
    assert len({r.code for r in RULES}) == len({r.name for r in RULES}) == len(RULES)
    assert all(re.fullmatch(r"HG\d{3}", r.code) and re.fullmatch(r"[a-z]+(-[a-z]+)*", r.name) for r in RULES)
    assert all(r.title and not r.title.endswith(".") for r in RULES)


def test_no_page_is_left_without_a_rule() -> None:
    """A page for a rule that does not exist would mislead."""
    assert {p.stem for p in (ROOT / "docs" / "rules").glob("*.md")} == {r.name for r in RULES}


def test_rules_read_the_policy() -> None:
    """A choice of the problem reaches the rule that it governs."""
    rules = {r.name: r for r in rules_for(Policy(complex="allow", symbolic="flag"))}
    assert (rules["complex-numbers"].choice, rules["symbolic"].choice) == ("allow", "flag")
    assert rules["autograd"].choice == "refuse"
