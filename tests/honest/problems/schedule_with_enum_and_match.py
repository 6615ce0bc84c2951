# problem: kl_annealing_schedule
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np


class Kind(str, Enum):
    LINEAR = "linear"
    CYCLICAL = "cyclical"
    SIGMOID = "sigmoid"


@dataclass(frozen=True)
class Schedule:
    steps: int
    warmup: int
    kind: Kind
    cycles: int

    @property
    def period(self) -> int:
        return self.steps // self.cycles

    def at(self, t: int) -> float:
        match self.kind:
            case Kind.LINEAR:
                return min(1.0, t / self.warmup)
            case Kind.CYCLICAL:
                return min(1.0, (t % self.period) / self.warmup)
            case Kind.SIGMOID:
                return float(1 / (1 + np.exp(-10 * (t / self.warmup - 0.5))))
        raise ValueError(self.kind)


def solve(steps, warmup, kind, cycles):
    schedule = Schedule(steps, warmup, Kind(kind), cycles)
    return np.fromiter((schedule.at(t) for t in range(steps)), dtype=np.float64, count=steps)
