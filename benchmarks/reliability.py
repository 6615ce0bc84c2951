"""Does a diagnosis know how sure it is? A reliability table over wrong answers whose cause is known.

    .venv/bin/python benchmarks/reliability.py             print the table, about three minutes
    .venv/bin/python benchmarks/reliability.py --write     and put it into docs/diagnosis.md

Of everything that is said with a confidence of about 90 %, nine in ten should be right. Trials are drawn evenly
from three kinds: a known mistake; a known mistake that the course knows nothing of, so that "none of the known" is
right; and two known mistakes at once. Half are judged on the cases of the course, as a learner's are, and half on
poorer ones: a single case, or small cases with small weights and rates down to 0.001, where mistakes come close
to one another and to rounding. A quarter is computed in less than single precision. What is said counts as right only if it names what was done: a mistake of the same
outputs under another name counts as wrong.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import trials
from harness.judging.known import equally_near
from harness.judging.nearness import FAR, measure
from harness.judging.verdict import Diagnosis

PAGE = trials.ROOT / "docs" / "diagnosis.md"
BEGIN, END = "<!-- reliability: begin -->", "<!-- reliability: end -->"
BINS = 10
#: The share of answers computed with 10 to 19 significant bits, where float32 has 24.
IMPRECISE = 0.25
#: Shapes and rates of the poorer cases: as on a page of exercises.
POOR = {
    f"poor_{rate}_{number}": f"{{diagnose: true, N: {n}, d: {d}, d_z: {k}, lr: {lr}, seed: 0}}"
    for rate, lr in enumerate((0.1, 0.01, 0.001))
    for number, (n, d, k) in enumerate(((4, 3, 2), (2, 3, 2), (8, 4, 3)))
}


@dataclass(frozen=True)
class Said:
    """One trial: what was said, how sure, and whether it was right. Without a confidence it is not counted."""

    kind: str
    code: str
    confidence: float | None
    right: bool


@dataclass(frozen=True)
class Bin:
    """What was said with a confidence between two bounds."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def poor_programs(folder: Path) -> trials.Programs:
    """The same problem with poor cases."""
    text = (trials.ROOT / "problems" / f"{trials.STEM}.yaml").read_text()
    head, _, rest = text.partition("\ncases:\n")
    cases = "".join(f"  {name}: {case}\n" for name, case in POOR.items())
    limits = rest[rest.index("\nlimits:") :]
    head = head.replace("scale: 0.3}", "scale: 1.0}").replace("scale: 0.5}", "scale: 0.1}")
    path = folder / "problems" / f"{trials.STEM}.yaml"
    path.parent.mkdir()
    path.write_text(f"{head}\ncases:\n{cases}{limits}")
    return trials.load(spec=path)


def run(count: int, seed: int = 0, draws: int = 12) -> list[Said]:
    """Run trials.

    Args:
        count: how many; a seventh or so come to nothing (two mistakes in the same text, an accepted answer).
        seed: everything follows from it.
        draws: fresh draws of the cases, shared by the trials.
    """
    torch.set_num_threads(1)
    random = np.random.default_rng(seed)
    with tempfile.TemporaryDirectory() as folder:
        suites = [suite for kind in _suites(Path(folder), random, draws) for suite in kind]
        rich, poor = suites[:draws], suites[draws:]
        found = [_trial(rich if at % 2 else poor, random, at) for at in range(count)]
    return [said for said in found if said is not None]


Suite = tuple[trials.Programs, list[trials.Drawn]]


def _suites(folder: Path, random: np.random.Generator, draws: int) -> tuple[list[Suite], list[Suite]]:
    course, small = trials.load(), poor_programs(folder)
    own = [name for name, case in course.problem.cases.items() if case.diagnose]
    rich: list[Suite] = []
    poor: list[Suite] = []
    for at in range(draws):
        seed = int(random.integers(1, 2**20))
        rich.append((course, trials.draw(course, own, seed)))
        if at % 4 == 0:
            poor.append((course, trials.draw(course, [own[at // 4 % len(own)]], seed + 1)))
        else:
            cases = [name for name in POOR if name.startswith(f"poor_{at % 4 - 1}_")]
            kept = random.choice(cases, size=int(random.integers(1, 4)), replace=False)
            poor.append((small, trials.draw(small, sorted(kept), seed)))
    return rich, poor


def _trial(suites: Sequence[Suite], random: np.random.Generator, at: int) -> Said | None:
    programs, cases = suites[int(random.integers(len(suites)))]
    products = trials.IMPRECISE if random.random() < IMPRECISE else trials.PRODUCTS
    how = (str(random.choice(list(products))), str(random.choice(list(trials.EXPONENTIALS))))
    names = list(programs.mistakes)
    one, other = (str(name) for name in random.choice(names, size=2, replace=False))
    kind = ("known", "left out", "two at once")[at // 2 % 3]
    program = programs.both(one, other) if kind == "two at once" else programs.wrong[one]
    if program is None:
        return None
    without = {one} if kind == "left out" else set()
    try:
        seen = trials.seen(programs, cases, program, how, without)
    except TypeError:  # two mistakes that leave a number where an array was
        return None
    said = trials.said(programs, seen, without)
    if said is None:
        return None
    claims = _claims(programs, said, seen)
    truth = {"known": {one}, "left out": set(), "two at once": {one, other}}[kind]
    if said.code == "unknown":
        right = kind != "known"
    elif said.code == "two-mistakes":
        right = any(claim == truth for claim in claims)
    else:
        right = any(claim <= truth for claim in claims) and bool(truth)
    return Said(kind, said.code, said.confidence, right)


def _claims(
    programs: trials.Programs, said: Diagnosis, seen: Sequence[trials.Evidence]
) -> list[frozenset[str]]:
    """What is claimed to have been done: sets of mistakes, any of which may be the one."""
    if said.code == "two-mistakes":
        named = [
            name
            for name, mistake in programs.mistakes.items()
            if f"like {mistake.looks_like} in " in said.message
            or f"like {mistake.looks_like}, together" in said.message
            or any(f"together with {mistake.looks_like}{end}" in said.message for end in (".", ";"))
        ]
        return [frozenset((one, other)) for one in named for other in named if one < other]
    if said.mistake is not None:
        return [frozenset((said.mistake,))]
    near = measure(seen)
    named = (equally_near(near) or equally_near(near, FAR)) if near else []
    return [frozenset((name,)) for name in named]


def bins(trials_said: Sequence[Said]) -> list[Bin]:
    """Sort what was said by its confidence into ten bins of equal width; empty ones are left out."""
    sure = [(said.confidence, said.right) for said in trials_said if said.confidence is not None]
    found = []
    for at in range(BINS):
        inside = [pair for pair in sure if min(int(pair[0] * BINS), BINS - 1) == at]
        if inside:
            confidence, right = np.mean(inside, axis=0)
            found.append(Bin(at / BINS, (at + 1) / BINS, len(inside), float(confidence), float(right)))
    return found


def calibration_error(table: Sequence[Bin]) -> float:
    """The expected calibration error: |right - confidence| of the bins, weighted by how much fell into each."""
    total = sum(row.count for row in table)
    return sum(row.count * abs(row.right - row.confidence) for row in table) / total


def page(said: Sequence[Said]) -> str:
    """The tables, in Markdown."""
    table = bins(said)
    counted = sum(row.count for row in table)
    lines = [
        f"{len(said)} wrong answers; {counted} were given a name or said to have none, with a confidence.",
        f"Expected calibration error: **{calibration_error(table):.3f}** (at most 0.05 is asked for).",
        "",
        "| confidence | how many | mean confidence | right |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {row.low:.1f} to {row.high:.1f} | {row.count} | {row.confidence:.3f} | {row.right:.3f} |"
        for row in table
    ]
    lines += ["", "| what was done | what was said | how many | right |", "|---|---|---|---|"]
    groups = Counter((one.kind, one.code) for one in said if one.confidence is not None)
    for (kind, code), count in sorted(groups.items()):
        right = sum(one.right for one in said if (one.kind, one.code) == (kind, code))
        lines.append(f"| {kind} | `{code}` | {count} | {right} |")
    return "\n".join(lines)


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--trials", type=int, default=2400)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    text = page(run(given.trials))
    print(text)
    if given.write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}")


if __name__ == "__main__":
    main()
