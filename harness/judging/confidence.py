"""How sure a diagnosis is, from what the matcher sees: distances, and how many explanations there are.

Every known mistake, and "none of them", is an explanation with a weight that falls with its distance:

    weight(mistake) = exp(-distance / NOISE),  weight(none) = exp(-REACH / NOISE)

with distances in tolerances, the worst over all views and diagnose cases. The confidence is the share that what is
said has of all weight. A certified tolerance is at least ten times the noise of right programs, so NOISE is a tenth;
REACH is where a mistake stops being believed. docs/diagnosis.md holds the check: of what is said with a confidence
of 90 %, nine in ten are right (benchmarks/reliability.py).
"""

import math
from collections.abc import Iterable

NOISE = 0.1
REACH = 1.0
#: What is said of two mistakes at once leaves more room: other pairs, or one mistake nobody listed, may give the same.
PAIR = 0.9
#: An explanation with less than this share of the best one's weight is not named beside it.
BESIDE = 0.1


def weight(distance: float) -> float:
    """The weight of an explanation at a distance in tolerances."""
    return math.exp(-distance / NOISE)


def of_mistakes(named: Iterable[float], others: Iterable[float]) -> float:
    """Confidence that the mistake is one of those named.

    Args:
        named: their distances.
        others: the distances of the mistakes not named.
    """
    said = sum(map(weight, named))
    return said / (said + sum(map(weight, others)) + weight(REACH))


def of_none(distances: Iterable[float]) -> float:
    """Confidence that it is none of the known mistakes, from their distances."""
    none = weight(REACH)
    return none / (none + sum(map(weight, distances)))


def of_pair(explanations: int) -> float:
    """Confidence that two mistakes met, where so many pairs explain the answer equally well and all are named."""
    return PAIR if explanations == 1 else PAIR**2
