"""The prerequisite graph of a course: how deep a problem lies, and what comes next.

Each function takes `requires`, for every stem the stems that come before it, which `check_graph` has found sound.
"""

from collections.abc import Collection, Mapping, Sequence

Requires = Mapping[str, Sequence[str]]


def levels(requires: Requires) -> dict[str, int]:
    """The level of every problem: 0 where nothing comes before it, else one more than the deepest that does."""
    found: dict[str, int] = {}
    waiting = list(requires)
    while waiting:
        stem = waiting.pop()
        if stem in found:
            continue
        missing = [before for before in requires[stem] if before not in found]
        if missing:
            waiting += [stem, *missing]
        else:
            found[stem] = 1 + max((found[before] for before in requires[stem]), default=-1)
    return {stem: found[stem] for stem in requires}


def in_order(requires: Requires) -> list[str]:
    """Every problem after those it requires: level by level, each in the order given."""
    level = levels(requires)
    return sorted(requires, key=lambda stem: level[stem])


def reduced(requires: Requires) -> dict[str, tuple[str, ...]]:
    """The same graph without the edges that a longer way implies: what a picture needs."""
    above: dict[str, set[str]] = {}
    for stem in in_order(requires):
        above[stem] = set(requires[stem]).union(*(above[before] for before in requires[stem]))
    return {
        stem: tuple(
            before
            for before in dict.fromkeys(befores)
            if not any(before in above[other] for other in befores if other != before)
        )
        for stem, befores in requires.items()
    }


def next_up(requires: Requires, solved: Collection[str]) -> list[str]:
    """The problems that are not solved while everything they require is, level by level."""
    return [
        stem
        for stem in in_order(requires)
        if stem not in solved and all(before in solved for before in requires[stem])
    ]
