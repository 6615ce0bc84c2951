"""What the layers of the sandbox cost, beside a bare fork of the same zygote. Neither runs a submission.

    .venv/bin/python benchmarks/sandbox_cost.py [--runs 200] [--guard]

This process becomes a zygote itself, with memory collapsed into huge pages as for a batch, and forks children
in turn: one that ends at once, one that puts on every layer first. Medians, and the ratio pair by pair.
"""

import argparse
import os
import socket
import statistics
import sys
import time
from dataclasses import asdict

from harness.problem.imports import ALLOWED
from harness.sandbox import kernel
from harness.sandbox.zygote import Zygote
from harness.sandbox.zygote_handle import Settings

BOUND = 1.25


def fork(zygote: Zygote, bare: kernel.Clone, channel: int, *, layers: bool) -> float:
    """Fork a child, with or without layers, wait for its end, and give the seconds that took."""
    started = time.perf_counter()
    clone = zygote.clone if layers else bare
    pid = clone()
    if pid == 0:
        if layers:
            order = {"memory": 512 << 20, "cpu": 10}
            zygote._confine(order, channel, 1)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    seconds = time.perf_counter() - started
    os.close(clone.pidfd.value)
    if status:
        sys.exit(f"a child ended with status {status}")
    return seconds


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--level", default="auto")
    parser.add_argument("--guard", action="store_true", help=f"exit 1 above {BOUND}")
    options = parser.parse_args()
    # What the zygote would be told by its judge, and the environment it would be started in.
    if os.environ.get("OMP_NUM_THREADS") != "1":
        single = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | single)
    judge, control = socket.socketpair()
    # Made before the zygote takes the tools for it out of every module, and may make no socket any more.
    plain, (_ours, theirs) = kernel.Clone(0), socket.socketpair()
    channel = theirs.fileno()
    zygote = Zygote(control, asdict(Settings(options.level, tuple(sorted(ALLOWED)), collapse=True)))
    bare, layered = [], []
    for _ in range(options.runs + 10):
        bare.append(fork(zygote, plain, channel, layers=False))
        layered.append(fork(zygote, plain, channel, layers=True))
    bare, layered = bare[10:], layered[10:]
    ratio = statistics.median(b / a for a, b in zip(bare, layered, strict=True))
    for name, values in (("bare fork", bare), (f"every layer, level {zygote.level}", layered)):
        low, middle, high = (1000 * value for value in statistics.quantiles(values, n=10)[::4])
        sys.stdout.write(f"{name:<28} {middle:6.2f} ms   (p10 {low:.2f}, p90 {high:.2f})\n")
    sys.stdout.write(f"ratio {ratio:.3f}, wanted <= {BOUND}\n")
    sys.stdout.flush()
    judge.close()
    # Not the interpreter's way out: the modules it would tidy up with are gone.
    os._exit(1 if options.guard and ratio > BOUND else 0)


if __name__ == "__main__":
    main()
