"""A name for a line of a program that stays when lines above it come and go.

It is the one that GitHub's upload of a SARIF log computes for `primaryLocationLineHash`, digit for digit, so that the
upload finds its own value and does not warn: a polynomial in 37 modulo 2**64 over the 100 UTF-16 units from
the start of the line on, spaces and tabs left out, with 0xFFFF for the end of the file and zeros after it;
then a colon and how often that value occurred so far.
"""

from array import array
from collections.abc import Iterable
from itertools import accumulate

_LENGTH = 100
_BASE = 37
_MASK = 2**64 - 1
_END_OF_FILE = 0xFFFF
_FACTOR = pow(_BASE, _LENGTH, 2**64)
_BLANKS = str.maketrans("", "", " \t")


def line_hashes(source: str, lines: Iterable[int]) -> dict[int, str]:
    """Return the fingerprint of each of `lines`, counted from 1; a line that is not there is left out.

    `source` has newlines alone, as the one text of a submission has. Linear in its length.
    """
    wanted = set(lines)
    squeezed = source.translate(_BLANKS)
    units = array("H")
    units.frombytes(squeezed.encode("utf-16-le", "surrogatepass"))
    padded = (*units, _END_OF_FILE, *[0] * _LENGTH)
    # The hash of any stretch is a difference of two prefixes, as in the search of Karp and Rabin.
    prefix = list(accumulate(padded, lambda value, unit: (value * _BASE + unit) & _MASK, initial=0))
    found: dict[int, str] = {}
    seen: dict[int, int] = {}
    start = 0
    last = max(wanted, default=0)
    for number, line in enumerate(squeezed.split("\n"), 1):
        if number > last:
            break
        value = (prefix[start + _LENGTH] - _FACTOR * prefix[start]) & _MASK
        seen[value] = seen.get(value, 0) + 1
        if number in wanted:
            found[number] = f"{value:x}:{seen[value]}"
        start += len(line.encode("utf-16-le", "surrogatepass")) // 2 + 1
    return found
