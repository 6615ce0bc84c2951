"""Whatever bytes a child sends, the judge's reader gives a frame or a WireError, in bounded memory."""

import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.sandbox import returned, wire
from harness.sandbox.execution import _failure

BODY_LIMIT = 4096
QUICK = settings(max_examples=80, deadline=None, derandomize=True)

WORDS = st.sampled_from(
    [
        "event",
        "result",
        "case",
        "value",
        "kind",
        "type",
        "dtype",
        "shape",
        "fault",
        "items",
        "keys",
        "tensor",
        "array",
        "number",
        "tuple",
        "dict",
        "list",
        "none",
        "other",
        "float32",
        "float64",
        "int64",
        "bool",
        "object",
        "exception",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | WORDS
)
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(WORDS | st.text(max_size=4), inner, max_size=6),
    max_leaves=30,
)  # fmt: skip
SIZES = st.sampled_from(
    [0, 1, 2, 3, 7, 2**20, 2**31, 2**61, 2**62, 2**63 - 1, 2**63, 10**19, -1, True, 1.0, None]
)
LEAF = st.fixed_dictionaries(
    {"kind": st.sampled_from(["tensor", "array", "number"])},
    optional={
        "type": LEAVES,
        "dtype": st.sampled_from([*returned.DTYPES, "object", "", None, 3]),
        "shape": st.lists(SIZES, max_size=4) | st.just([1] * 40) | LEAVES,
        "fault": st.sampled_from(["", "", "", "dtype", "too-large", 1, None]),
    },
)
TREE = st.recursive(
    LEAF | LEAVES,
    lambda inner: st.fixed_dictionaries(
        {"kind": st.sampled_from(["tuple", "dict", "none"])},
        optional={
            "type": LEAVES,
            "items": st.lists(inner, max_size=5) | LEAVES,
            "keys": st.lists(LEAVES, max_size=5),
        },
    ),
    max_leaves=12,
)


def frames(data, chunk):
    """Read a stream to its end through a Reader, `chunk` bytes at a time."""
    stream = bytearray(data)

    def recv_into(view):
        count = min(chunk, len(view), len(stream))
        view[:count] = stream[:count]
        del stream[:count]
        return count

    reader = wire.Reader(recv_into, BODY_LIMIT)
    found = []
    try:
        while True:
            frame = reader.pull()
            if frame is not None:
                found.append((frame[0], bytes(frame[1])))
    except wire.Closed:
        return found, None
    except wire.WireError as error:
        return found, error


def packed(header, body=b""):
    return b"".join(bytes(part) for part in wire.encode(header, [body]))


@QUICK
@given(
    st.lists(st.tuples(st.dictionaries(st.text(), JSON), st.binary(max_size=64)), max_size=4),
    st.integers(1, 100),
)
def test_frames_survive_any_cutting(sent, chunk):
    """Frames come out as they went in, however the stream is cut into pieces."""
    found, error = frames(b"".join(packed(header, body) for header, body in sent), chunk)
    writable = [(header, body) for header, body in sent]
    if error is None:
        assert found == writable
    else:
        # The one reason to refuse what was packed here: an integer beyond twenty digits, or half a surrogate.
        assert isinstance(error, wire.WireError)
        assert found == writable[: len(found)]


@QUICK
@given(st.binary(max_size=300), st.integers(1, 64))
def test_random_bytes_end_in_a_word(data, chunk):
    """No bytes raise anything but WireError or Closed."""
    frames(data, chunk)


@QUICK
@given(JSON, st.binary(max_size=40), st.integers(0, 200), st.integers(0, 255), st.integers(1, 64))
def test_mutated_frames_end_in_a_word(header, body, at, byte, chunk):
    """One changed byte in a good frame is a frame or a WireError."""
    text = json.dumps(header).encode()
    data = bytearray(struct.pack("<II", len(text), len(body)) + text + body)
    data[at % len(data)] = byte
    frames(bytes(data), chunk)


@pytest.mark.parametrize(
    "lengths", [(2**32 - 1, 0), (0, 2**32 - 1), (wire.HEADER_LIMIT + 1, 0), (0, BODY_LIMIT + 1)]
)
def test_announced_lengths_cost_no_memory(lengths):
    """Four announced gigabytes are refused before one byte is set aside."""
    tracemalloc.start()
    _found, error = frames(struct.pack("<II", *lengths), 8)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(error, wire.WireError)
    assert peak < 1 << 20


@QUICK
@given(TREE, st.binary(max_size=64))
def test_any_description_is_a_value_or_a_wire_error(tree, body):
    """A description that a program forged is understood or refused; NumPy never gets to raise."""
    try:
        value = returned.parse(tree, memoryview(body))
    except wire.WireError:
        return
    assert sum(leaf.nbytes for leaf in _data(value)) == len(body)


def _data(value):
    if value.data is not None:
        yield value.data
    for item in value.items:
        yield from _data(item)


@QUICK
@given(st.dictionaries(st.sampled_from(["fault", "type", "message", "line", "rule", "case"]), JSON))
def test_any_reported_failure_is_one(header):
    """A forged failure becomes a Failure whose fields are text of bounded length and a sensible line."""
    found = _failure(header)
    assert len(found.type) <= 80
    assert len(found.rule) <= 80
    assert len(found.message) <= 2000
    assert found.line is None or 0 < found.line < 10**7


def test_a_value_is_a_copy_of_its_own():
    """What was parsed does not look into the buffer that the next frame overwrites."""
    body = bytearray(np.arange(3, dtype="<f4").tobytes())
    value = returned.parse({"kind": "array", "dtype": "float32", "shape": [3]}, memoryview(body))
    body[:] = bytes(12)
    assert value.data.tolist() == [0, 1, 2]


def test_half_of_a_surrogate_pair_is_refused_and_a_whole_one_is_not():
    """Text that no report could write ends at the reader; everything else in Unicode passes."""
    found, error = frames(packed({"message": "fine \U0001f600 \x00 \u2028"}), 7)
    assert error is None
    assert found[0][0]["message"].startswith("fine \U0001f600")
    assert isinstance(frames(packed({"message": "\ud83d"}), 7)[1], wire.WireError)
    assert isinstance(frames(packed({"\udfff": 1}), 7)[1], wire.WireError)


def test_a_frame_over_a_socket_brings_its_descriptors():
    """The blocking half of the wire carries descriptors on a frame's first bytes, and ends cleanly."""
    import os
    import socket

    left, right = socket.socketpair()
    with left, right:
        read_end, write_end = os.pipe()
        wire.send(left, {"op": "run"}, b"body", fds=[write_end])
        header, body, fds = wire.receive(right, 16, max_fds=2)
        assert (header, bytes(body), len(fds)) == ({"op": "run"}, b"body", 1)
        for fd in (read_end, write_end, *fds):
            os.close(fd)
        left.sendall(b"\x00\x00")
        left.close()
        with pytest.raises(wire.WireError):
            wire.receive(right, 16)
        with pytest.raises(wire.Closed):
            wire.receive(right, 16)
