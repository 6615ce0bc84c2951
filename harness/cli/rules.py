"""`handgrad rules`: what a submission may not do, rule by rule, without leaving the terminal."""

import re
import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.rules.rule import Rule

_INLINE = re.compile(r"`([^`]+)`")


@click.command("rules")
@click.argument("rule", metavar="[CODE|NAME]", required=False)
def command(rule: str | None) -> int:
    """List the rules, or show the page of one: what it refuses, why, and what to write instead.

    \b
    handgrad rules             code, name, severity and title of every rule
    handgrad rules HG001       the page of this rule
    handgrad rules autograd    the same page

    A pipe gets the page as Markdown, as it was written.
    """  # noqa: D301 - click takes the backspace for "do not rewrap"
    import os

    styled = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    text = _list() if rule is None else _page(_find(rule), styled=styled)
    # A terminal that cannot show a letter gets its number, not a traceback.
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=styled)
    return 0


def _list() -> str:
    from harness.rules.page import read_page
    from harness.rules.registry import RULES

    rows = [
        (rule.code, rule.name, read_page(rule.name).severity, rule.title) for rule in sorted(RULES, key=_code)
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"
        for row in rows
    )


def _code(rule: "type[Rule]") -> str:
    return rule.code


def _find(asked: str) -> "type[Rule]":
    """Find a rule by code or name, in any case.

    Raises:
        click.UsageError: there is none; the nearest is offered.
    """
    from difflib import get_close_matches

    from harness.rules.excerpt import neutral
    from harness.rules.registry import RULES

    known = {key.lower(): rule for rule in RULES for key in (rule.code, rule.name)}
    wanted = asked.strip().lower().replace("_", "-")
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted[:80], known, n=1)
    if near:
        rule = known[near[0]]
        hint = f"Did you mean {rule.code if near[0] == rule.code.lower() else rule.name}?"
    else:
        hint = "`handgrad rules` lists them all."
    raise click.UsageError(f"There is no rule {neutral(asked[:80])!r}. {hint}")


def _page(rule: "type[Rule]", *, styled: bool) -> str:
    from harness.rules.page import read_page

    markdown = read_page(rule.name).markdown
    return _style(markdown) if styled else markdown


def _style(markdown: str) -> str:
    """Set headings bold and code in colour; the words stay as they are, and fences go."""
    lines = []
    fenced = False
    for line in markdown.split("\n"):
        if line.startswith("```"):
            fenced = not fenced
        elif fenced:
            lines.append(click.style(f"    {line}", fg="cyan") if line else "")
        elif line.startswith("#"):
            lines.append(click.style(line.lstrip("# "), bold=True))
        else:
            lines.append(_INLINE.sub(lambda code: click.style(code[1], fg="cyan"), line))
    return "\n".join(lines)
