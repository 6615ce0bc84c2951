"""The measurement of a few seconds that `handgrad bench` makes: one worker, on one core."""

import json
import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from harness.runs.bench.contenders import BenchError, Handgrad, bare, floor, forkserver, fresh
from harness.runs.bench.measure import Entry, Row, batches, one_core, quantile, ratios, rounds, spread
from harness.runs.bench.workload import make

if TYPE_CHECKING:
    from harness.problem.course import Course

#: Submissions of a round: so many for what takes milliseconds, and one for what takes a second.
SHARE = 20


@dataclass(frozen=True)
class Ratio:
    """A figure: what is compared, and lowest, median and highest of the rounds."""

    key: str
    words: str
    spread: tuple[float, float, float]


@dataclass(frozen=True)
class Result:
    """What was measured. `rows` begins with Handgrad; times are seconds per submission."""

    stem: str
    cases: int
    calls: int
    level: str
    rows: tuple[Row, ...]
    ratios: tuple[Ratio, ...]
    p50: float
    p99: float
    load: float


def measure(course: "Course", stem: str | None, count: int, isolation: str) -> Result:
    """Measure `count` rounds.

    Raises:
        CourseError, ProblemError: the problem cannot be judged.
        SandboxFault: there is no sandbox on this host.
        BenchError: another contender cannot work here, or does not accept a right program.
    """
    load = os.getloadavg()[0]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="handgrad-bench-")))
        workload = make(course, stem, folder)
        # The peers start beside one another on every core, and move to the one when they are given work.
        peers = [forkserver(workload), bare(workload, isolation), floor(workload)]
        for peer in peers:
            stack.callback(peer.close)
        stack.enter_context(one_core())
        ours = Handgrad(workload, isolation)
        stack.callback(ours.close)
        level = ours.level()
        entries = [Entry(ours, SHARE), Entry(fresh(workload), 1), *(Entry(peer, SHARE) for peer in peers)]
        for entry in entries:
            probe = workload.items(0, 1)
            if not entry.contender.judge(probe).passed:
                raise BenchError(f"{entry.contender.name} does not accept the reference of {workload.stem}")
        rows = rounds(entries, batches(workload, SHARE), count)
    mine, new, server, fork, inside = rows
    return Result(
        workload.stem,
        workload.count,
        workload.calls,
        level,
        tuple(rows),
        (
            Ratio("fresh", "quicker than an interpreter per submission", spread(ratios(mine, new))),
            Ratio("forkserver", "quicker than a forkserver without a sandbox", spread(ratios(mine, server))),
            Ratio("bare", "slower than a bare fork with the same calls", spread(ratios(fork, mine))),
            Ratio("floor", "slower than one process, no isolation", spread(ratios(inside, mine))),
        ),
        quantile(mine.each, 0.5),
        quantile(mine.each, 0.99),
        load,
    )


def as_json(result: Result) -> str:
    """Write a result as one JSON object; times in seconds."""
    return json.dumps(
        {
            "schema": "handgrad.bench/v1",
            "problem": result.stem,
            "cases": result.cases,
            "calls": result.calls,
            "isolation": result.level,
            "ratios": {
                ratio.key: dict(zip(("low", "median", "high"), ratio.spread, strict=True))
                for ratio in result.ratios
            },
            "seconds": {row.name: row.rounds for row in result.rows},
            "p50": result.p50,
            "p99": result.p99,
            "load": result.load,
        },
        indent=2,
    )
