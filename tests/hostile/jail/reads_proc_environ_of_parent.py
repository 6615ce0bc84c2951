# expect: RTE,RV
from pathlib import Path


def solve(*args):
    raise RuntimeError(Path("/proc/1/environ").read_bytes())
