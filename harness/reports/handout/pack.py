"""A hand-out: for some problems of a course, the statements, the starters and the shown cases, and nothing else.

What goes in is named here, file by file; nothing is copied from the course. So no reference, no golden, no known
mistake and no hidden case can come along.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.problem.graph import in_order, levels
from harness.reports.clean import clean, clean_line
from harness.reports.graph.svg import render_graph
from harness.reports.handout.shown import Shown, shown_cases
from harness.reports.handout.starter import starter
from harness.reports.html.render import render
from harness.reports.html.statement import about, render_statement

if TYPE_CHECKING:
    from harness.problem.course import Course
    from harness.problem.spec import Problem

_README = """\
# Hand-out

{count}, in an order in which they can be solved.
Open `index.html` in a browser; it needs no network.

| problem | title | statement | starter | shown cases |
|---|---|---|---|---|
{rows}

Each starter defines `solve` with its arguments and shapes; run the file to try it on a shown case.
`shown/<problem>/<case>.npz` holds a shown case for `numpy.load`: what goes in as `input/<name>`, what should come out as
`expected/<part>`, in float64.
The cases that a grade depends on besides these are not here.
"""


def pack(problems: Sequence["Problem"], course: "Course") -> Iterator[tuple[str, bytes]]:
    """Every file of a hand-out, as a path with `/` and its bytes.

    Raises:
        ProblemError: a golden is missing, corrupt, or older than its spec or reference.
    """
    by_stem = {problem.stem: problem for problem in problems}
    # Prerequisites that are not handed out leave no gap in the picture.
    requires = {
        stem: tuple(before for before in problem.requires if before in by_stem)
        for stem, problem in by_stem.items()
    }
    ordered = [by_stem[stem] for stem in in_order(requires)]
    cases = {problem.stem: tuple(shown_cases(problem, course, needed=True)) for problem in ordered}
    for problem in ordered:
        stem = problem.stem
        page = render_statement(problem, linked=list(by_stem), index="../index.html")
        yield f"statements/{stem}.html", page.encode()
        yield f"statements/{stem}.md", _markdown(problem).encode()
        yield f"starters/{stem}.py", starter(problem, cases[stem]).encode()
        for case in cases[stem]:
            yield f"shown/{stem}/{case.name}.npz", _npz(case)
    if any(requires.values()):
        titles = {problem.stem: problem.title for problem in ordered}
        links = {stem: f"statements/{stem}.html" for stem in by_stem}
        yield "graph.svg", render_graph(requires, titles, links=links).encode()
    yield "README.md", _readme(ordered, cases).encode()
    level = levels(requires)
    rows = [
        (
            level[problem.stem] + 1,
            problem.stem,
            clean_line(problem.title),
            about(problem),
            len(cases[problem.stem]),
        )
        for problem in ordered
    ]
    yield "index.html", render("handout.html.j2", rows=rows, graph=any(requires.values())).encode()


def _markdown(problem: "Problem") -> str:
    """The statement as Markdown, hints folded away where the reader can fold."""
    lines = [f"# {clean_line(problem.title)}", "", f"`{problem.stem}` · {about(problem)}", ""]
    if problem.requires:
        lines += [f"After {', '.join(f'`{stem}`' for stem in problem.requires)}.", ""]
    lines += [clean(problem.statement).strip(), ""]
    if problem.hints:
        lines += ["## Hints", ""]
    for number, hint in enumerate(problem.hints, 1):
        lines += [f"<details><summary>Hint {number}</summary>", "", clean(hint).strip(), "", "</details>", ""]
    return "\n".join(lines)


def _readme(problems: Sequence["Problem"], cases: Mapping[str, Sequence[Shown]]) -> str:
    rows = "\n".join(
        f"| `{one.stem}` | {clean_line(one.title).replace('|', '/')} | [HTML](statements/{one.stem}.html), "
        f"[Markdown](statements/{one.stem}.md) | [Python](starters/{one.stem}.py) | {len(cases[one.stem])} |"
        for one in problems
    )
    count = "One problem" if len(problems) == 1 else f"{len(problems)} problems"
    return _README.format(count=count, rows=rows)


def _npz(case: Shown) -> bytes:
    """A shown case as an `.npz`; the same case gives the same bytes."""
    arrays: dict[str, Any] = {f"input/{name}": value for name, value in case.inputs.items()}
    arrays |= {f"expected/{name}": value for name, value in case.expected.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, value in arrays.items():
            member = io.BytesIO()
            np.lib.format.write_array(member, np.asarray(value), allow_pickle=False)
            # A date of its own, or every hand-out would differ.
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), member.getvalue())
    return file.getvalue()
