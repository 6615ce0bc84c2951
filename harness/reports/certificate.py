"""A certificate for its author, in words: what the terminal's table and the HTML report both say."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.problem.certificate import Certificate, MistakeProof, NullProof, ViewProof
from harness.reports.clean import clean_line
from harness.reports.words import small

#: How many mistakes a list of the nearest ones holds.
NEAREST = 12
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A table: a title, what it shows in a sentence, the names of its columns, and its rows.

    `words` are the columns that hold sentences and may be broken; the others are kept in one piece.
    """

    title: str
    about: str
    columns: Row
    rows: tuple[Row, ...]
    words: tuple[int, ...] = ()


def headline(stem: str, certificate: Certificate) -> str:
    """The standing of a problem in one line."""
    if certificate.status == "uncertified":
        return f"{stem}: uncertified, for there are no known mistakes to certify it against"
    margins = [one.margin for one in certificate.mistakes if one.margin is not None]
    count, narrow = len(certificate.mistakes), len(certificate.narrow)
    far = f", the nearest {times(min(margins))} beyond the tolerance" if margins else ""
    exempt = f"; {narrow} of them exempted with a reason" if narrow else ""
    return f"{stem}: certified, {many(count, 'mistake')} rejected on {many(certificate.draws, 'draw')}{far}{exempt}"


def sections(certificate: Certificate) -> Iterator[Section]:
    """Everything a certificate says, table by table; empty ones are left out."""
    for section in (
        views(certificate),
        cases(certificate),
        narrow(certificate),
        nearest(certificate),
        nulls(certificate),
        differencing(certificate),
    ):
        if section.rows:
            yield section


def views(certificate: Certificate) -> Section:
    """Noise, tolerance and nearest mistake of every view."""
    return Section(
        "Views",
        "Distances in units of the view's scale. Noise is what right programs show in float32; the mistake is the "
        "nearest of those that show best in this view.",
        ("view", "judged", "noise", "tolerance", "over noise", "nearest mistake", "at", "beyond"),
        tuple(view_row(one) for one in certificate.views),
    )


def view_row(one: ViewProof) -> Row:
    """One view."""
    if one.judged == "exact":
        return (one.view, one.judged, "0", "equal", "", "", "", "")
    floor = f" + {small(one.floor)}" if one.floor else ""
    return (
        one.view,
        one.judged,
        small(one.noise),
        f"{small(one.tau)}{floor}",
        times(one.tau / one.noise) if one.noise and one.tau else "",
        one.nearest or "none",
        small(one.distance) if one.distance is not None else "",
        times(one.distance / one.tau) if one.distance is not None and one.tau else "",
    )


def cases(certificate: Certificate) -> Section:
    """What every case shows and hides."""
    rows = tuple(
        (
            one.case,
            small(one.oracle),
            f"{one.noise:.1%}".replace("%", " %"),
            one.nearest or "none",
            times(one.margin) if one.nearest else "",
            ", ".join(one.hides) or "none",
        )
        for one in certificate.cases
    )
    return Section(
        "Cases",
        "Oracle: how far the second opinion is from the reference. Noise: its share of the tolerance. A mistake that "
        "one case hides is rejected by another.",
        ("case", "oracle", "noise", "nearest", "beyond", "hides"),
        rows,
        (5,),
    )


def narrow(certificate: Certificate) -> Section:
    """The exempted mistakes."""
    return Section(
        "Exempted mistakes",
        f"Rejected, but by less than {certificate.safety:g} times, with their author's reason.",
        ("mistake", "beyond", "case", "view", "reason"),
        tuple((*mistake_row(one), one.narrow or "") for one in certificate.narrow),
        (4,),
    )


def nearest(certificate: Certificate) -> Section:
    """The mistakes that come nearest to being accepted."""
    ordered = sorted(certificate.mistakes, key=lambda one: float("inf") if one.margin is None else one.margin)
    rest = len(ordered) - NEAREST
    return Section(
        "Nearest mistakes",
        "How many times beyond the tolerance each is where it shows best, on the worse draw."
        + (f" The other {rest} are further off." if rest > 0 else ""),
        ("mistake", "beyond", "case", "view"),
        tuple(mistake_row(one) for one in ordered[:NEAREST]),
    )


def mistake_row(one: MistakeProof) -> Row:
    """One mistake."""
    return (one.id, times(one.margin), one.case, one.view or "cannot be compared")


def nulls(certificate: Certificate) -> Section:
    """The null answers."""
    return Section(
        "Answers without understanding",
        "Each is rejected wherever it is wrong.",
        ("answer", "beyond", "case", "right on"),
        tuple(null_row(one) for one in certificate.nulls),
        (3,),
    )


def null_row(one: NullProof) -> Row:
    """One null answer."""
    return (one.name, times(one.margin), one.case, ", ".join(one.right) or "none")


def differencing(certificate: Certificate) -> Section:
    """What differencing would take."""
    proof = certificate.differencing
    return Section(
        "Differencing",
        f"Each attack would need so many evaluations of the loss on case {proof.case}, which has "
        f"{proof.parameters:,} parameters, and runs out of time."
        if proof
        else "",
        ("attack", "evaluations"),
        tuple((name, f"{count:,}") for name, count in proof.attackers) if proof else (),
    )


def remarks(certificate: Certificate) -> tuple[str, ...]:
    """What is left to say, a sentence each."""
    said = []
    if certificate.accepted or certificate.rejected:
        said.append(
            f"{many(certificate.accepted, 'known good program')} accepted, "
            f"{many(certificate.rejected, 'known wrong program')} rejected."
        )
    if any(one.given for one in certificate.views):
        said.append("A tolerance of the spec was kept where it lies between noise and mistakes.")
    said += [f"{clean_line(note[:1].upper() + note[1:])}." for note in certificate.notes]
    return tuple(said)


def times(factor: float | None) -> str:
    """A factor; a word for one without bound."""
    if factor is None:
        return "without bound"
    return f"{factor:,.0f} x" if factor >= 100 else f"{factor:.2g} x"


def many(count: int, what: str) -> str:
    """A count with its noun."""
    return f"{count} {what}{'' if count == 1 else 's'}"
