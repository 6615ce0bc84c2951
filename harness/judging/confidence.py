"""How sure a diagnosis is, from what the matcher sees: distances, and how many explanations there are.

Every known mistake, the right answer computed carelessly, and "none of these" is an explanation with a weight:

    weight(explanation) = exp(-distance / NOISE) + CARELESS / (1 + distance)^3,   0 beyond the reach of measuring
    weight(none)        = CARELESS / (1 + EVEN)^3

with distances in tolerances, the worst over all views and diagnose cases. The first term is the noise of careful
programs: a certified tolerance is at least ten times that. The second has a long tail, for programs that compute in
less than single precision: at EVEN tolerances it is as likely that the mistake was made carelessly as that it was
another one. The confidence is the share that what is said has of all weight. docs/diagnosis.md holds the check: of
what is said with a confidence of 90 %, nine in ten are right (benchmarks/reliability.py).
"""

import math
from collections.abc import Iterable

NOISE = 0.1
CARELESS = 0.05
EVEN = 12.0
#: What is said of two mistakes at once leaves more room: other pairs, or one mistake nobody listed, may give the same.
PAIR = 0.85
#: About one in a hundred of the surest names is wrong: mistakes that nobody listed can have the same outputs.
MOST = 0.99
#: An explanation with less than this share of the best one's weight is not named beside it.
BESIDE = 0.1


def weight(distance: float) -> float:
    """The weight of an explanation at a distance in tolerances."""
    return math.exp(-distance / NOISE) + CARELESS * (1 + distance) ** -3


def of_mistakes(named: Iterable[float], others: Iterable[float]) -> float:
    """Confidence that the mistake is one of those named.

    Args:
        named: their distances.
        others: the distances of what is not named: other mistakes, and the right answer.
    """
    said = sum(map(weight, named))
    return _told(said / (said + sum(map(weight, others)) + _none()))


def of_none(mistakes: Iterable[float]) -> float:
    """Confidence that it is none of the known mistakes, from their distances."""
    return _told(_none() / (_none() + sum(map(weight, mistakes))))


def of_pair(explanations: int) -> float:
    """Confidence that two mistakes met, where so many pairs explain the answer equally well."""
    return _told(PAIR / explanations)


def _told(share: float) -> float:
    """What is said of a share: two digits, which give no distance away, and never certainty."""
    return min(round(share, 2), MOST)


def _none() -> float:
    return CARELESS * (1 + EVEN) ** -3
