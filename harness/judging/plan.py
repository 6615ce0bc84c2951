"""In which order a submission meets its cases.

The largest case comes first: where numerical differentiation is ruled out by arithmetic, no time may have been
saved up before it. The others follow shuffled, and one of them comes a second time in another place, which
catches a program that carries something from call to call. The shuffle depends on the source alone, so the
same file meets the same order everywhere and a verdict can be repeated.
"""

import random
from collections.abc import Sequence


def part_hidden(plan: Sequence[int], hidden: Sequence[bool]) -> tuple[list[int], int]:
    """Put the calls of shown cases first; give the new plan and how many they are.

    For problems with secret cases: what a program says in a shown case is shown, so it must say it in a process
    that no hidden input has ever entered.
    """
    shown = [case for case in plan if not hidden[case]]
    return shown + [case for case in plan if hidden[case]], len(shown)


def order_cases(sizes: Sequence[int], source_sha256: str) -> list[int]:
    """Give the calls to make as case indices: the largest first, all others once, the smallest twice.

    Args:
        sizes: number of output elements of each case, in spec order.
        source_sha256: hexadecimal digest of the submission's text.
    """
    everything = sorted(range(len(sizes)), key=lambda index: (-sizes[index], index))
    first, rest = everything[0], everything[1:]
    smallest = everything[-1]
    # Reproducible, and no secret: knowing the order does not help to answer.
    shuffle = random.Random(source_sha256)  # noqa: S311
    shuffle.shuffle(rest)
    if not rest:
        return [first, first]
    if rest[-1] == smallest and len(rest) > 1:
        # Back to back, a repeat would miss what the other cases leave behind.
        rest[0], rest[-1] = rest[-1], rest[0]
    return [first, *rest, smallest]
