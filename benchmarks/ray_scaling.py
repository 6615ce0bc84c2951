"""What a second Ray node of one core adds, beside what a second worker adds without Ray. Nodes are processes here.

    .venv/bin/python benchmarks/ray_scaling.py [--submissions 300] [--rounds 3] [--guard]

Four ways to judge the same submissions, in turn within every round: one worker and two on this machine, one Ray node
of one core and two. Starting is left out: the clock runs from the first verdicts to the last. Ratios are taken round
by round, and the median is given; the load of the machine is printed beside them, because two nodes on two cores
that others use as well cannot be twice as fast as one.
"""

import argparse
import contextlib
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import ray
from ray.cluster_utils import Cluster as Nodes

from harness.judging.judge import Judge
from harness.runs.batch import Tally, run
from harness.runs.cluster import Cluster
from harness.runs.discover import Found
from harness.runs.executor import Executor

ROOT = Path(__file__).resolve().parents[1]
STEM = "train_vae_end_to_end"
BOUND = 1.7
#: Verdicts before the clock starts: zygotes stand, and problems have arrived.
WARM = 30


@dataclass(frozen=True)
class Rate:
    """Verdicts per second, and milliseconds of the command's own processor time for each."""

    per_second: float
    own: float


def submissions(folder: Path, count: int) -> list[Found]:
    """Make as many different right programs."""
    source = (ROOT / "submissions" / "class" / "s01" / f"{STEM}.py").read_text("utf-8")
    found = []
    for number in range(count):
        path = folder / f"{number:06}.py"
        path.write_text(f"{source}\n# {number}\n", "utf-8")
        found.append(Found(path, STEM))
    return found


def measured(judge: Judge, executor: Executor | None, found: list[Found]) -> Rate:
    """Judge all, and time all but the first `WARM`."""
    tally = Tally()
    started = own = 0.0
    for number, verdict in enumerate(run(judge, found, tally, executor=executor), 1):
        if not verdict.accepted:
            sys.exit(f"{verdict.path}: {verdict.status}, {verdict.message}")
        if number == WARM:
            started, own = time.perf_counter(), time.process_time()
    counted = tally.total - WARM
    return Rate(counted / (time.perf_counter() - started), 1000 * (time.process_time() - own) / counted)


def here(jobs: int, found: list[Found]) -> Rate:
    """Judge with zygotes of this machine."""
    with Judge(ROOT, jobs=jobs, batch=True) as judge:
        return measured(judge, None, found)


def there(count: int, nodes: list[str], found: list[Found]) -> Rate:
    """Judge on the first `count` nodes."""
    with Judge(ROOT, batch=True) as judge:
        cluster = Cluster(judge, "ray", most=1, say=sys.exit)
        cluster._met |= set(nodes[count:])
        with cluster:
            while sum(place.ready for place in cluster._places) < count:
                for call in cluster._ended():
                    cluster._answered(call)
            rate = measured(judge, cluster, found)
            memory.extend(memory_of_nodes())
            return rate


memory: list[tuple[float, float]] = []


def memory_of_nodes() -> Iterator[tuple[float, float]]:
    """Mebibytes of each node's judge and of its zygote, shared pages divided among those that share them (PSS)."""
    parents, judges = {}, []
    for process in Path("/proc").iterdir():
        if not process.name.isdigit():
            continue
        with contextlib.suppress(OSError):  # it ended meanwhile
            parents[process] = (process / "stat").read_text().rpartition(")")[2].split()[1]
            if (process / "cmdline").read_bytes().startswith(b"ray::Node"):
                judges.append(process)
    for judge in judges:
        zygotes = [process for process, parent in parents.items() if parent == judge.name]
        yield pss(judge), sum(pss(zygote) for zygote in zygotes)


def pss(process: Path) -> float:
    """Proportional set size of a process in MiB."""
    lines = (process / "smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--submissions", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--guard", action="store_true", help=f"exit 1 if a second node adds less than {BOUND} x"
    )
    options = parser.parse_args()
    os.environ["PYTHONPATH"] = str(ROOT)
    store = 100 << 20
    cluster = Nodes(
        initialize_head=True,
        head_node_args={"num_cpus": 0, "object_store_memory": store, "include_dashboard": False},
    )
    nodes = [cluster.add_node(num_cpus=1, object_store_memory=store).node_id for _ in range(2)]
    os.environ["RAY_ADDRESS"] = cluster.address
    ways: dict[str, Callable[[list[Found]], Rate]] = {
        "one worker": lambda found: here(1, found),
        "two workers": lambda found: here(2, found),
        "one Ray node": lambda found: there(1, nodes, found),
        "two Ray nodes": lambda found: there(2, nodes, found),
    }
    rates: dict[str, list[Rate]] = {name: [] for name in ways}
    loads = [os.getloadavg()[0]]
    with tempfile.TemporaryDirectory() as folder:
        found = submissions(Path(folder), options.submissions + WARM)
        for _ in range(options.rounds):
            for name, way in ways.items():
                rates[name].append(way(found))
            loads.append(os.getloadavg()[0])
    cluster.shutdown()
    print(
        f"{options.submissions} submissions x {options.rounds} rounds; {os.cpu_count()} processors,", end=" "
    )
    print(f"Ray {ray.__version__}; load before and after each round: {', '.join(f'{x:.1f}' for x in loads)}")
    for name, seen in rates.items():
        speeds = sorted(rate.per_second for rate in seen)
        own = statistics.median(rate.own for rate in seen)
        print(
            f"{name:<14} {statistics.median(speeds):7.1f} per s   ({speeds[0]:.1f} to {speeds[-1]:.1f})",
            end="",
        )
        print(f"   {own:.2f} ms of the command's own processor time each")
    print(
        "memory of a node: judge {:.0f} MiB, zygote {:.0f} MiB".format(*map(max, zip(*memory, strict=True)))
    )
    ratios = {}
    for more, less in (
        ("two workers", "one worker"),
        ("two Ray nodes", "one Ray node"),
        ("one Ray node", "one worker"),
    ):
        each = [a.per_second / b.per_second for a, b in zip(rates[more], rates[less], strict=True)]
        ratios[more, less] = statistics.median(each)
        print(f"{more} / {less}: {ratios[more, less]:.2f}   ({min(each):.2f} to {max(each):.2f})")
    ratio = ratios["two Ray nodes", "one Ray node"]
    print(f"wanted of two Ray nodes: at least {BOUND}")
    return 1 if options.guard and ratio < BOUND else 0


if __name__ == "__main__":
    sys.exit(main())
