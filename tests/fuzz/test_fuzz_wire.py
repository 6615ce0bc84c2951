"""What a hostile child may write: a frame, a value, or a WireError."""

import json
import struct

from hypothesis import given
from hypothesis import strategies as st

from harness.sandbox import returned, wire
from tests.fuzz.budget import bounded
from tests.fuzz.strategies import EDGES, mutated, values

LIMIT = 4096
WORDS = ("event", "result", "case", "value", "kind", "type", "dtype", "shape", "fault", "items", "keys", "tensor", "array",
         "number", "tuple", "dict", "list", "none", "other", "float32", "int64", "bool", "exception")  # fmt: skip


def frame(header: object, body: bytes) -> bytes:
    """The bytes of one frame, whatever its header."""
    text = json.dumps(header).encode()
    return struct.pack("<II", len(text), len(body)) + text + body


SEEDS = [
    frame({"event": "ready"}, b""),
    frame({"event": "value", "case": 0, "value": {"kind": "array", "dtype": "float32", "shape": [2, 2]}}, bytes(16)),
    frame({"event": "failure", "fault": "exception", "message": "caf\u00e9 \U0001f600", "line": 3}, b""),
]  # fmt: skip
PIECES = [b"\\ud800", b"NaN", b"-Infinity", b"9" * 400, b"[" * 30_000, b'{"a":' * 9_000, b"1e999", b"\xff", b"\x00" * 8, b"\xff" * 8,
          b'"kind":', b"null", b"{}", *(struct.pack("<I", n) for n in (0, 1, LIMIT, LIMIT + 1, wire.HEADER_LIMIT + 1))]  # fmt: skip


def heard(data: bytes, chunk: int) -> int:
    """Read a stream to its end, `chunk` bytes at a time; return how many frames were whole."""
    left = bytearray(data)

    def recv_into(view: memoryview) -> int:
        count = min(chunk, len(view), len(left))
        view[:count] = left[:count]
        del left[:count]
        return count

    reader = wire.Reader(recv_into, LIMIT)
    frames = 0
    while True:
        try:
            got = reader.pull()
        except (wire.WireError, wire.Closed):
            return frames
        if got is None:
            continue
        frames += 1
        header, body = got
        assert isinstance(header, dict)
        assert len(body) <= LIMIT
        # What was accepted can be written again, and read.
        json.dumps(header, allow_nan=True).encode("utf-8")


@bounded(150)
@given(
    st.lists(mutated(SEEDS, PIECES) | st.sampled_from(SEEDS), max_size=4).map(b"".join), st.integers(1, 64)
)
def test_any_stream_ends_in_a_word(data: bytes, chunk: int) -> None:
    """WireError and Closed are all that a reader raises, and how a stream is cut changes nothing."""
    assert heard(data, chunk) == heard(data, LIMIT)


@bounded(150)
@given(mutated([seed[8:] for seed in SEEDS], PIECES) | st.sampled_from(PIECES) | st.binary(max_size=60) | values(WORDS).map(lambda v: json.dumps(v).encode()))  # fmt: skip
def test_any_header_is_an_object_or_a_wire_error(text: bytes) -> None:
    """No recursion, no long integer, no encoding gets further."""
    try:
        header = wire.parse_header(text)
    except wire.WireError:
        return
    assert isinstance(header, dict)


LEAF = st.fixed_dictionaries(
    {"kind": st.sampled_from(("tensor", "array", "number"))},
    optional={
        "type": st.sampled_from(("Tensor", "", 3, None)),
        "dtype": st.sampled_from(tuple(returned.DTYPES)) | st.sampled_from(("object", "complex64", "", None, [])),
        "shape": st.lists(st.sampled_from((0, 1, 2, 2**62, 2**63 - 1)), max_size=4)
        | st.lists(st.sampled_from((*EDGES, True, 1.0, "2", None)), max_size=5) | st.just([1] * 33) | values(WORDS),
        "fault": st.sampled_from(("", "", "", "meta", None, 1)),
    },
)  # fmt: skip
#: An array as it should be described, but for its sizes.
ARRAY = st.fixed_dictionaries(
    {
        "kind": st.just("array"),
        "dtype": st.sampled_from(tuple(returned.DTYPES)),
        "shape": st.lists(st.sampled_from((0, 1, 2, 2**62, 2**63 - 1)), max_size=5),
    }
)
TREE = st.recursive(
    LEAF | values(WORDS),
    lambda inner: st.fixed_dictionaries(
        {"kind": st.sampled_from(("tuple", "dict", "list", "none"))},
        optional={"items": st.lists(inner, max_size=4), "keys": st.lists(st.sampled_from(WORDS), max_size=4)},
    ),
    max_leaves=12,
)


@bounded(150)
@given(TREE | LEAF | ARRAY, st.just(b"") | st.binary(max_size=64))
def test_any_description_is_a_value_or_a_wire_error(tree: object, body: bytes) -> None:
    """NumPy never gets to raise, and no byte is used twice or left."""
    try:
        value = returned.parse(tree, memoryview(body))
    except wire.WireError:
        return
    assert size(value) == len(body)


def size(value: returned.Returned) -> int:
    """The bytes of all leaves."""
    own = value.data.nbytes if value.data is not None else 0
    return own + sum(size(item) for item in value.items)
