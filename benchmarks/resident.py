"""What a resident judge saves, from shell to verdict of one file, and what it holds while idle.

    .venv/bin/python benchmarks/resident.py          half a minute
    .venv/bin/python benchmarks/resident.py --guard  fail when the figure is missed

Pairs are taken in turn in one run, as in `figures.py`; the resident judge is one of this run's own.
"""

import argparse
import os
import re
import select
import signal
import socket
import statistics
import sys
import tempfile
from pathlib import Path

from figures import HONEST, STEM, command, paired, seconds

from harness.problem.course import find_course
from harness.runs.resident.client import peer
from harness.runs.resident.place import address

WANTED = 6.0


def process_of(path: str) -> int:
    """Who listens at a socket."""
    with socket.socket(socket.AF_UNIX) as knock:
        knock.connect(path)
        return peer(knock)[1]


def megabytes(process: int) -> float:
    """The memory of a process, shared pages divided among those who share them (PSS)."""
    text = Path(f"/proc/{process}/smaps_rollup").read_text()
    return int(re.findall(r"^Pss:\s+(\d+) kB", text, re.MULTILINE)[0]) / 1024


def row(what: str, ratios: list[float]) -> float:
    """Print the median of ratios with their spread."""
    median = statistics.median(ratios)
    print(f"{what:<46} {median:6.2f}   ({min(ratios):.2f} .. {max(ratios):.2f})")
    return median


def measure(rounds: int) -> float:
    """Print the table; give how many times quicker the resident grade is."""
    grade = (sys.executable, "-m", "harness", "grade", str(HONEST), "--problem", STEM)
    cold, warm = command(*grade), command(*grade, "--resident")
    path = address(find_course())

    starts = []
    for _ in range(5):
        starts.append(seconds(warm) / seconds(cold))
        end(path)
    row("first resident grade / cold grade", starts)
    figure = row("cold grade / resident grade", paired(warm, cold, rounds))
    row(
        "resident grade / python -c pass",
        [1 / r for r in paired(warm, command(sys.executable, "-c", "pass"), 15)],
    )
    print(
        f"\nresident grade: {1000 * statistics.median(seconds(warm) for _ in range(15)):.0f} ms on this host"
    )
    judge = process_of(path)
    children = [
        int(child)
        for file in Path(f"/proc/{judge}/task").glob("*/children")
        for child in file.read_text().split()
    ]
    print(
        f"an idle resident judge: {megabytes(judge):.0f} MB, {len(children)} zygote(s): {sum(map(megabytes, children)):.0f} MB"
    )
    end(path)
    return figure


def end(path: str) -> None:
    """End the resident judge at a socket, and wait until it is gone."""
    process = process_of(path)
    descriptor = os.pidfd_open(process)
    os.kill(process, signal.SIGTERM)
    select.select([descriptor], [], [], 30)
    os.close(descriptor)


def main() -> int:
    """Measure with sockets in a folder of this run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--guard", action="store_true", help=f"exit 1 below {WANTED:g} x")
    parser.add_argument("--rounds", type=int, default=9)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="hg") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        figure = measure(asked.rounds)
    return 1 if asked.guard and figure < WANTED else 0


if __name__ == "__main__":
    sys.exit(main())
