"""A certificate at a terminal: tables where they fit, one block to a row where they do not."""

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.problem.certificate import Certificate
from harness.reports.certificate import Section, headline, remarks, sections

#: What a column of sentences needs to be read.
WORDS = 24


def render_certificate(stem: str, certificate: Certificate, console: Console) -> None:
    """Print what a certificate says."""
    style = "good" if certificate.status == "certified" else "limit"
    console.print(Padding(Text(headline(stem, certificate), style=style), (1, 1, 0, 1)))
    for section in sections(certificate):
        console.print(Padding(Text(section.title, style="heading"), (1, 1, 0, 1)))
        console.print(Padding(Text(section.about, style="quiet"), (0, 1)))
        fits = natural_width(section) + 2 <= console.width
        console.print(Padding(across(section) if fits else down(section), (0, 1)))
    for remark in remarks(certificate):
        console.print(Padding(Text(remark), (1, 1, 0, 1)))
    console.print()


def natural_width(section: Section) -> int:
    """How wide a section is with every short column in one piece."""
    widths = [
        max(len(column), *(len(row[at]) for row in section.rows)) if at not in section.words else WORDS
        for at, column in enumerate(section.columns)
    ]
    return sum(widths) + 2 * len(widths)


def across(section: Section) -> Table:
    """A section as a table."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="quiet")
    for at, column in enumerate(section.columns):
        table.add_column(column, no_wrap=at not in section.words, overflow="fold")
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def down(section: Section) -> Table:
    """A section for a narrow terminal: the name of a row, and below it its cells with their columns' names."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in section.rows:
        table.add_row(Text(section.columns[0], style="quiet"), Text(row[0], style="accent"))
        for column, cell in zip(section.columns[1:], row[1:], strict=True):
            if cell:
                table.add_row(Text(f"  {column}", style="quiet"), Text(cell))
    return table
