"""Which mistakes cannot be told apart: the same answer, within tolerance, on every `diagnose` case."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from harness.authoring.distance import Answer, Array
from harness.authoring.trial import Trial


def same_answers(
    trials: Sequence[Trial],
    outputs: Mapping[str, Mapping[str, Answer]],
    ids: Sequence[str],
    taus: Mapping[str, float],
    floors: Mapping[str, float],
) -> Iterator[tuple[str, str]]:
    """Find mistakes whose answers would pass for each other.

    Args:
        trials: the `diagnose` cases.
        outputs: for each of these cases, the answer of each mistake that has one.
        ids: every mistake, in order.
        taus: relative tolerances by `part/view`.
        floors: absolute tolerances, likewise.

    Yields:
        The earlier and the later mistake of every such pair. Two that never have an answer are no pair.
    """
    if not trials or not ids:
        return
    apart = np.zeros((len(ids), len(ids)))
    compared = np.zeros((len(ids), len(ids)), dtype=bool)
    for trial in trials:
        here = outputs.get(trial.case, {})
        rows = [normalised(trial, here[name], taus, floors) if name in here else None for name in ids]
        for i, one in enumerate(rows):
            for j in range(i):
                other = rows[j]
                if one is None or other is None:
                    apart[i, j] = max(apart[i, j], np.inf if (one is None) != (other is None) else 0.0)
                else:
                    apart[i, j] = max(apart[i, j], np.abs(one - other).max(initial=0.0))
                    compared[i, j] = True
    for i, j in zip(*np.nonzero(np.tril((apart <= 1) & compared, -1)), strict=True):
        yield ids[j], ids[i]


def normalised(trial: Trial, answer: Answer, taus: Mapping[str, float], floors: Mapping[str, float]) -> Array:
    """An answer's difference from the truth in units of what is tolerated, all views in one row."""
    pieces = []
    for key, one in trial.rulers.items():
        out = answer[one.view.part][one.view.index].astype(np.float64)
        if one.view.judged == "exact":
            pieces.append(2 * out.ravel())
            continue
        allowed = taus[key] * one.scale + one.slack + floors.get(key, 0.0)
        pieces.append(((out - one.gold) / np.maximum(allowed, 1e-300)).ravel())
    return np.concatenate(pieces)
