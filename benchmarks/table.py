"""The full table: Handgrad beside its peers on a thousand submissions of ten small cases, and how it scales.

    .venv/bin/python benchmarks/table.py                        ten minutes or so
    .venv/bin/python benchmarks/table.py --write                and put it into docs/performance.md, with the picture
    .venv/bin/python benchmarks/table.py --graders env/bin/python   where pytest, gradescope-utils etc. are installed

Everybody judges the same texts, in turn. Peers in a process of their own time themselves. Every tenth submission
is wrong, and every one has a text of its own.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import graders, picture  # noqa: E402 - found where this file lies
from harness.judging.judge import Judge  # noqa: E402
from harness.problem.course import Course  # noqa: E402
from harness.runs.bench.contenders import Handgrad, bare, floor, forkserver, fresh  # noqa: E402
from harness.runs.bench.measure import Entry, Row, one_core, quantile, ratios, rounds, spread  # noqa: E402
from harness.runs.bench.workload import Item, Workload, make  # noqa: E402
from harness.sandbox.execution import Limits  # noqa: E402

COURSE, STEM = Course(ROOT / "benchmarks" / "course"), "autoencoder_step"
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "performance.svg"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
ROOMY = Limits(time=30.0, total=300.0, memory=1 << 30)


@dataclass
class Report:
    """Lines of Markdown, and the bars of the picture."""

    lines: list[str] = field(default_factory=list)
    bars: list[tuple[str, float, bool]] = field(default_factory=list)

    def say(self, *lines: str) -> None:
        """Add lines, and show them."""
        self.lines += lines
        print(*lines, sep="\n", flush=True)

    def ratio(self, words: str, values: list[float], wanted: str) -> None:
        """Add a row: lowest to highest of the rounds, and the median."""
        low, middle, high = spread(values)
        bound = float(wanted.rsplit(maxsplit=1)[-1])
        good = middle >= bound if "least" in wanted else middle <= bound
        self.say(
            f"| {words} | {wanted} | **{middle:.3g}** | {low:.3g} to {high:.3g} | {'yes' if good else 'no'} |"
        )


def wrong(number: int, text: str) -> str:
    """Make every tenth program wrong: a forgotten factor."""
    return text.replace("g_out = 2 /", "g_out = 1 /") if number % 10 == 9 else text


class Texts:
    """Fresh submissions, as many at a time as somebody asks for."""

    def __init__(self, workload: Workload, size: int) -> None:
        self.workload, self.size, self.first = workload, size, 0

    def __next__(self) -> list[Item]:
        items = self.workload.items(self.first, self.size, wrong)
        self.first += self.size
        return items

    def __iter__(self) -> "Texts":
        return self


def host(report: Report) -> None:
    """Describe the machine in words, without its name."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    guest = "hypervisor" in Path("/proc/cpuinfo").read_text()
    kernel = ".".join(platform.release().split(".")[:2])
    from importlib.metadata import version

    report.say(
        f"Host: {'a virtual machine, ' if guest else ''}{os.cpu_count()} processors ({model}), {memory:.0f} GiB,"
        f" Linux {kernel}, Python {platform.python_version()}, torch {version('torch')}, one thread for everybody.",
        f"Load of the machine when it began: {os.getloadavg()[0]:.1f}.",
    )


def alone(report: Report, workload: Workload, count: int, python: str) -> None:
    """One worker on one core, everybody in turn."""
    with ExitStack() as stack:
        peers = [forkserver(workload), bare(workload), floor(workload)]
        for peer in peers:
            stack.callback(peer.close)
        stack.enter_context(one_core())
        ours = Handgrad(workload)
        stack.callback(ours.close)
        ours.level()
        others, absent = graders.found(workload, python)
        commands = [fresh(workload), *others]
        right = workload.items(900_000, 1)
        for contender in (ours, *commands, *peers):
            assert contender.judge(right).passed == 1, f"{contender.name} does not accept a right program"
        entries = [
            Entry(ours, 20),
            *(Entry(peer, 20) for peer in peers),
            *(Entry(one, 1) for one in commands),
        ]
        rows = rounds(entries, Texts(workload, 20), count)
    mine, server, fork, inside, new, *rest = rows
    report.say(
        "",
        f"### One worker on one core, {count} rounds",
        "",
        "| figure | wanted | median | lowest to highest | met |",
        "|---|---|---|---|---|",
    )
    report.ratio("an interpreter per submission / Handgrad", ratios(mine, new), "at least 300")
    report.ratio("forkserver without a sandbox / Handgrad", ratios(mine, server), "at least 4")
    report.ratio("Handgrad / a bare fork with the same calls", ratios(fork, mine), "at most 2")
    report.ratio("Handgrad / the in-process floor", ratios(inside, mine), "at most 6")
    p50, p99 = quantile(mine.each, 0.5), quantile(mine.each, 0.99)
    report.say(
        f"| p99 / p50 of {len(mine.each)} warm submissions | at most 3 | **{p99 / p50:.2f}** | {1000 * p50:.1f} and {1000 * p99:.1f} ms | {'yes' if p99 <= 3 * p50 else 'no'} |"
    )
    report.say("", "| who | ms for a submission, median | lowest to highest round |", "|---|---|---|")
    for row in sorted(rows, key=lambda row: row.median):
        low, middle, high = (1000 * value for value in spread(row.rounds))
        report.say(
            f"| {row.name} | {picture.shown(middle)} | {picture.shown(low)} to {picture.shown(high)} |"
        )
        report.bars.append((row.name, middle, row is mine))
    del rest
    absent.append("otter-grader and nbgrader grade notebooks and are not driven by this benchmark.")
    report.say("", *absent)


def together(report: Report, workload: Workload, count: int, each: int) -> None:
    """As many workers as processors (two): throughput."""
    with ExitStack() as stack:
        server = forkserver(workload)
        stack.callback(server.close)
        two, one = Handgrad(workload, jobs=2), Handgrad(workload, jobs=1)
        for ours in (two, one):
            stack.callback(ours.close)
        new = fresh(workload)
        texts = Texts(workload, each)
        rows = [Row("two"), Row("one"), Row("forkserver"), Row("fresh")]
        judged = passed = 0
        for number in range(count + 1):
            items = next(texts)
            share = len(items) if number else 4
            with one_core():
                single = one.judge(items[: max(2, share // 4)])
            took = [
                two.judge(items[:share], 2),
                single,
                server.judge(items[: max(2, share // 4)], 2),
                new.judge(items[:2], 2),
            ]
            if number:
                judged += len(took[0].each)
                passed += took[0].passed
                for row, one_took in zip(rows, took, strict=True):
                    row.rounds.append(one_took.whole / len(one_took.each))
    both, single_row, server_row, fresh_row = rows
    assert passed == judged * 9 // 10, f"{passed} of {judged} passed"
    report.say(
        "",
        f"### Two workers: {judged} submissions, every tenth wrong, {count} rounds",
        "",
        "| figure | wanted | median | lowest to highest | met |",
        "|---|---|---|---|---|",
    )
    report.ratio(
        "an interpreter per submission, two at a time / Handgrad", ratios(both, fresh_row), "at least 300"
    )
    report.ratio("forkserver, two at a time / Handgrad", ratios(both, server_row), "at least 4")
    report.ratio("throughput of two workers / of one on one core", ratios(both, single_row), "at least 1.8")
    report.say("", f"Submissions a second with two workers: {1 / both.median:.0f}.")


def scaling(report: Report) -> None:
    """How the time of a submission grows with calls and with size: executions in the sandbox alone."""
    report.say(
        "",
        "### More calls, and larger ones",
        "",
        "| what | calls | numbers returned by each | ms |",
        "|---|---|---|---|",
    )
    for course, stem, picks in (
        (COURSE, STEM, ("few", "largest")),
        (Course(ROOT), "train_vae_end_to_end", ("scale",)),
    ):
        with Judge(course, batch=True) as judge:
            prepared = judge.prepare(stem)
            source = course.reference(stem).read_text()
            for pick in picks:
                case = prepared.cases.index(pick)
                for calls in (1, 10, 100) if pick != "scale" else (1, 10):
                    seconds = []
                    for _ in range(12):
                        started = time.perf_counter()
                        run = judge.pool.execute(
                            prepared.bundle, source, "submission.py", [case] * calls, ROOMY
                        )
                        seconds.append(time.perf_counter() - started)
                        assert len(run.steps) == calls
                    size = prepared.sizes[case]
                    report.say(
                        f"| `{stem}`, case `{pick}` | {calls} | {size:,} | {1000 * statistics.median(seconds[2:]):.1f} |"
                    )


def memory(report: Report, workload: Workload, verdicts: int) -> None:
    """Memory of a judge and two zygotes, at the beginning and after many verdicts."""
    ours = Handgrad(workload, jobs=2)
    try:
        before, done = _megabytes(ours), 0
        texts = Texts(workload, 250)
        marks = []
        while done < verdicts:
            items = next(texts)
            ours.judge(items, 2)
            for item in items:
                item.path.unlink()
            done += len(items)
            marks.append(_megabytes(ours))
    finally:
        ours.close()
    early, late = marks[len(marks) // 10], marks[-1]
    report.say(
        "",
        "### Memory",
        "",
        "| judge and two zygotes, MB | shared pages counted once | counted for each |",
        "|---|---|---|",
        f"| before the first verdict | {before[0]:.0f} | {before[1]:.0f} |",
        f"| after {250 * (len(marks) // 10 + 1):,} | {early[0]:.0f} | {early[1]:.0f} |",
        f"| after {done:,} | {late[0]:.0f} | {late[1]:.0f} |",
        "",
        f"At most 900 is wanted: {'met' if late[1] <= 900 else 'met where shared pages count once' if late[0] <= 900 else 'missed'}.",
    )


def _megabytes(ours: Handgrad) -> tuple[float, float]:
    """Give proportional and resident set sizes. Zygotes that have not started are started first."""
    pool = ours.zygotes
    pool.warm()
    for handle in pool._all:
        handle.ready()
    pss = rss = 0
    for pid in (os.getpid(), *(handle.process.pid for handle in pool._all)):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            pss += int(line.split()[1]) if line.startswith("Pss:") else 0
            rss += int(line.split()[1]) if line.startswith("Rss:") else 0
    return pss / 1024, rss / 1024


def main() -> None:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=10, help="rounds with one worker (20 submissions each)")
    parser.add_argument("--submissions", type=int, default=1000, help="with two workers, in five rounds")
    parser.add_argument("--verdicts", type=int, default=100_000, help="after which memory is looked at")
    parser.add_argument(
        "--graders", metavar="PYTHON", default=sys.executable, help="where graders are installed"
    )
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="handgrad-bench-") as folder:
        workload = make(COURSE, STEM, Path(folder))
        host(report)
        alone(report, workload, given.rounds, given.graders)
        together(report, workload, 5, given.submissions // 5)
        scaling(report)
        memory(report, workload, given.verdicts)
    report.say("", f"Load of the machine at the end: {os.getloadavg()[0]:.1f}.")
    if given.write:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n" + "\n".join(report.lines) + f"\n{END}{after}")
        PICTURE.write_text(picture.bars(report.bars))


if __name__ == "__main__":
    main()
