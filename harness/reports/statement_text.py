"""Prints a statement in a terminal: Markdown by rich, formulas as a line of Unicode each.

A terminal has one fount and one size, so mathematics is written as one would in a letter (see `plain_math`), and
code is set apart by its indent alone: coloured boxes look right on one background only.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, ClassVar, Final, TextIO

from markdown_it.token import Token
from rich.console import Console, ConsoleOptions, RenderResult
from rich.markdown import Markdown, MarkdownElement, TextElement
from rich.padding import Padding
from rich.style import Style
from rich.text import Text
from rich.theme import Theme

from harness.reports.clean import clean, clean_line
from harness.reports.console import make_console
from harness.reports.plain_math import plain
from harness.reports.statement import parse_markdown

if TYPE_CHECKING:
    from harness.problem.mistakes import Mistake
    from harness.problem.spec import Problem

MAX_WIDTH = 100

_STYLES: Final = Theme(
    {
        "markdown.h1": "bold underline", "markdown.h2": "bold", "markdown.h3": "bold", "markdown.h4": "bold",
        "markdown.strong": "bold", "markdown.em": "italic", "markdown.emph": "italic", "markdown.code": "cyan",
        "markdown.item.number": "dim", "markdown.item.bullet": "dim", "markdown.table.header": "bold",
        "markdown.table.border": "dim", "markdown.link": "underline", "markdown.link_url": "underline",
        "statement.math": "none", "statement.code": "cyan",
        "table.header": "bold",
    }
)  # fmt: skip


def print_markdown(text: str, console: Console) -> None:
    """Print Markdown with `$math$`. Nothing in it can send a control sequence to the terminal."""
    with console.use_theme(_STYLES):
        console.print(Padding(_Statement(text), (0, 1)), width=min(console.width, MAX_WIDTH))


class _Indented(TextElement):
    """A block whose lines stand as they are, indented."""

    style_name = "statement.code"

    @classmethod
    def create(cls, markdown: Markdown, token: Token) -> "_Indented":
        """Make one; the text comes through `on_text`."""
        del markdown, token
        return cls()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        del console, options
        self.text.rstrip()
        yield Padding(
            Text(self.text.plain, style=Style.null(), no_wrap=False), (0, 0, 0, 4), style=self.style_name
        )


class _Formula(_Indented):
    """A displayed formula."""

    style_name = "statement.math"


class _Statement(Markdown):
    """rich's Markdown on the tokens of our own parser, which knows formulas."""

    elements: ClassVar[dict[str, type[MarkdownElement]]] = {
        **Markdown.elements,
        "fence": _Indented,
        "code_block": _Indented,
        "math_block": _Formula,
    }

    def __init__(self, text: str) -> None:
        super().__init__("", hyperlinks=False, justify="left")
        self.parsed = list(_in_words(parse_markdown(clean(text))))


def _in_words(tokens: Sequence[Token]) -> Iterator[Token]:
    """The same tokens with every formula written out."""
    for token in tokens:
        if token.type in ("math_block", "math_block_label"):
            yield token.copy(type="math_block", content=plain(token.content))
        elif token.type in ("math_inline", "math_inline_double"):
            yield token.copy(type="text", tag="", content=plain(token.content).replace("\n", "; "))
        elif token.children:
            yield token.copy(children=list(_in_words(token.children)))
        else:
            yield token


def print_problem(
    problem: "Problem", stream: TextIO, *, hints: int = 0, mistakes: "Sequence[Mistake] | None" = None
) -> None:
    """Print a problem: what it is, its statement, the first hints, and how to see more.

    Args:
        problem: the problem.
        stream: where to.
        hints: how many hints to show.
        mistakes: what many get wrong, for whoever has solved it; None leaves the section out.
    """
    console = make_console(stream)
    facts = [problem.stem, problem.difficulty, ", ".join(problem.topics), " or ".join(problem.frameworks)]
    line = " · ".join(clean_line(fact) for fact in facts if fact)

    def head(text: str, style: str = "heading") -> None:
        console.print(Padding(Text(text, style=style), (0, 1)), width=min(console.width, MAX_WIDTH))

    console.print()
    head(clean_line(problem.title))
    head(line, "quiet")
    if problem.requires:
        head(f"after {', '.join(problem.requires)}", "quiet")
    console.print()
    print_markdown(problem.statement, console)
    for number, hint in enumerate(problem.hints[:hints], 1):
        console.print()
        head(f"Hint {number} of {len(problem.hints)}")
        print_markdown(hint, console)
    if mistakes is not None:
        console.print()
        head("Common mistakes" if mistakes else "No common mistakes are recorded for this problem.")
        for one in mistakes:
            print_markdown(
                f"- {one.looks_like}\n\n  {one.hint}" if one.hint else f"- {one.looks_like}", console
            )
    console.print()
    left = len(problem.hints) - min(hints, len(problem.hints))
    if left:
        more = f"{left} {'hint' if left == 1 else 'hints'}{' more' if hints else ''}"
        head(f"{more}: handgrad show {problem.stem} --hint {min(hints, len(problem.hints)) + 1}", "quiet")
    head(f"Begin with: handgrad start {problem.stem}", "quiet")
    console.print()
