"""Hostile input: known good bytes with pieces cut, doubled, swapped and put in, and JSON of any shape."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

#: Numbers that sit at the edge of some type.
EDGES = (0, 1, -1, 3, 2**31, 2**32 - 1, 2**53, 2**62, 2**63 - 1, 2**63, 2**64, 10**19, 10**30)


@st.composite
def mutated(draw: Any, seeds: Sequence[bytes], pieces: Sequence[bytes] = ()) -> bytes:
    """A seed with one to eight wounds, in places spread over all of it."""
    data = bytearray(draw(st.sampled_from(seeds)))
    junk = st.binary(max_size=6)
    if pieces:
        junk = st.sampled_from(pieces) | junk
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, len(data)))
        match draw(st.sampled_from(("cut", "put", "put", "over", "double", "splice"))):
            case "cut":
                del data[at : at + draw(st.integers(1, 40))]
            case "put":
                data[at:at] = draw(junk)
            case "over":
                piece = draw(junk)
                data[at : at + len(piece)] = piece
            case "double":
                data[at:at] = data[at : at + draw(st.integers(1, 80))] * draw(st.integers(1, 3))
            case _:
                other = draw(st.sampled_from(seeds))
                start = draw(st.integers(0, len(other)))
                data[at:at] = other[start : start + 80]
    return bytes(data[: draw(st.integers(0, len(data)))]) if draw(st.integers(0, 9)) == 0 else bytes(data)


def values(words: Sequence[str]) -> st.SearchStrategy[Any]:
    """JSON values of any shape, their keys and texts mostly words that a parser knows."""
    word = st.sampled_from(list(words)) | st.text(max_size=4)
    leaves = (
        st.none()
        | st.booleans()
        | st.sampled_from(EDGES)
        | st.floats(allow_nan=False, allow_infinity=False)
        | word
    )
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=5) | st.dictionaries(word, inner, max_size=5),
        max_leaves=20,
    )


def spots(data: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every path in nested data but the root."""
    found = [at] if at else []
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in pairs:
        found += spots(value, (*at, key))
    return found


def replaced(data: Any, at: tuple[str | int, ...], value: Any) -> Any:
    """A copy of nested data with one place replaced; as it was, where there is no such place any more."""
    if not at:
        return value
    if isinstance(data, dict) and at[0] in data:
        return {key: replaced(item, at[1:], value) if key == at[0] else item for key, item in data.items()}
    if isinstance(data, list) and isinstance(at[0], int) and at[0] < len(data):
        return [replaced(item, at[1:], value) if i == at[0] else item for i, item in enumerate(data)]
    return data
