"""The rounds of a benchmark: everybody in turn, so that a change of the machine's speed meets all alike."""

import statistics
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.runs.bench.contenders import Contender, Took
    from harness.runs.bench.workload import Item, Workload


@dataclass
class Row:
    """One contender: seconds per submission round by round, and of every submission alone."""

    name: str
    rounds: list[float] = field(default_factory=list)
    each: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """Seconds per submission in the middle round."""
        return statistics.median(self.rounds)


@dataclass(frozen=True)
class Entry:
    """A contender and how many submissions it is given in a round; at least one."""

    contender: "Contender"
    share: int


def rounds(
    entries: Sequence[Entry], batches: Iterator["list[Item]"], count: int, workers: int = 1
) -> list[Row]:
    """Have everybody judge, in turn, `count` rounds after one that warms up and is not counted.

    Args:
        entries: who, and how much of a batch each.
        batches: fresh submissions for each round.
        count: how many rounds.
        workers: how many submissions each judges at a time.

    Returns:
        A row for each entry, in their order.
    """
    table = [Row(entry.contender.name) for entry in entries]
    for number in range(count + 1):
        items = next(batches)
        for entry, row in zip(entries, table, strict=True):
            share = items[: min(entry.share, 2 if number == 0 else entry.share)]
            took: Took = entry.contender.judge(share, workers)
            if number:
                row.rounds.append(took.whole / len(share))
                row.each += took.each
    return table


def ratios(ours: Row, theirs: Row) -> list[float]:
    """Give theirs / ours, round by round."""
    return [b / a for a, b in zip(ours.rounds, theirs.rounds, strict=True)]


def spread(values: Sequence[float]) -> tuple[float, float, float]:
    """Give the lowest, the median and the highest."""
    return min(values), statistics.median(values), max(values)


def quantile(values: Sequence[float], share: float) -> float:
    """Give the value below which a share of all lies: the nearest one above, never an interpolation."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def batches(workload: "Workload", size: int) -> "Iterator[list[Item]]":
    """Give fresh submissions, `size` at a time, for ever."""
    first = 0
    while True:
        yield workload.items(first, size)
        first += size


@contextmanager
def one_core() -> Iterator[None]:
    """Keep this process, and what it starts meanwhile, on one processor; elsewhere than on Linux nothing changes."""
    import os

    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
