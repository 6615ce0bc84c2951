"""`handgrad problems`: what a course holds."""

from pathlib import Path

import click


@click.command("problems")
@click.option("--course", metavar="DIR", type=click.Path(path_type=Path), help="The folder with problems/.")
def command(course: Path | None) -> int:
    """List the problems of a course: stem, title, difficulty, cases, and whether the golden stands."""
    from harness.problem.course import find_course
    from harness.problem.errors import ProblemError
    from harness.problem.golden import check_fresh, read_golden
    from harness.problem.spec import load_problem

    found = find_course(course)
    rows, code = [], 0
    for stem in found.stems():
        try:
            problem = load_problem(stem, found)
        except ProblemError as error:
            click.echo(str(error), err=True)
            rows.append((stem, "(unsound)", "", "", ""))
            code = 3
            continue
        try:
            golden = read_golden(found.stored_golden(stem))
            check_fresh(golden, problem, found.reference(stem))
            state = str(golden.certificate.status)
        except ProblemError as error:
            state = type(error).__name__.removeprefix("Golden").lower()
            code = 3
        hidden = sum(problem.hidden(case) for case in problem.cases)
        cases = f"{len(problem.cases)} ({hidden} hidden)" if hidden else str(len(problem.cases))
        rows.append((stem, problem.title, problem.difficulty, cases, state))
    if not rows:
        click.echo(f"There are no problems in {found.root / 'problems'}.", err=True)
        return 5
    heads = ("problem", "title", "difficulty", "cases", "golden")
    widths = [max(len(row[i]) for row in (*rows, heads)) for i in range(len(heads))]
    for index, row in enumerate((heads, *rows)):
        line = "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        click.echo(click.style(line, bold=True) if index == 0 else line)
    return code
