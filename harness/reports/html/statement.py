"""A problem as a page: its statement, hints one behind the other, and the mistakes that many make."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from harness.reports.clean import clean_line
from harness.reports.html.render import render
from harness.reports.statement import render_markdown

if TYPE_CHECKING:
    from harness.problem.mistakes import Mistake
    from harness.problem.spec import Problem

NAMES = {"pytorch": "PyTorch", "numpy": "NumPy"}


@dataclass(frozen=True, slots=True)
class StatementPage:
    """What the template is given. `requires` are stems with their links, where there are pages to link to."""

    title: str
    stem: str
    about: str
    requires: tuple[tuple[str, str | None], ...]
    body: Markup
    hints: tuple[Markup, ...]
    mistakes: tuple[tuple[Markup, Markup | None], ...]
    index: str | None


def render_statement(
    problem: "Problem",
    mistakes: Sequence["Mistake"] = (),
    *,
    linked: Sequence[str] = (),
    index: str | None = None,
) -> str:
    """Return the page of a problem.

    Args:
        problem: the problem.
        mistakes: what to say behind a warning; none in a hand-out.
        linked: stems that have a page of their own, `<stem>.html`, beside this one.
        index: a relative link to an overview, if there is one.
    """
    page = StatementPage(
        title=clean_line(problem.title),
        stem=problem.stem,
        about=about(problem),
        requires=tuple((stem, f"{stem}.html" if stem in linked else None) for stem in problem.requires),
        body=render_markdown(problem.statement, shift=0),
        hints=tuple(render_markdown(hint) for hint in problem.hints),
        mistakes=tuple(
            (render_markdown(one.looks_like), render_markdown(one.hint) if one.hint else None)
            for one in mistakes
        ),
        index=index,
    )
    return render("statement.html.j2", page=page)


def about(problem: "Problem") -> str:
    """Difficulty, topics and frameworks in a line."""
    frameworks = " or ".join(NAMES.get(name, name) for name in problem.frameworks)
    return " · ".join(
        clean_line(word) for word in (problem.difficulty, ", ".join(problem.topics), frameworks) if word
    )
