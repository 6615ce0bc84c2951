"""The one framing used between judge, zygote and child: a JSON header and a body of raw bytes.

    8 bytes   little-endian u32 header length, u32 body length
    header    UTF-8 JSON object
    body      raw little-endian numbers, in the order the header names them

The judge reads what a hostile child wrote, so every length is checked against a bound before a byte is
read, a header is a shallow JSON object or nothing, and a body is never interpreted here: no pickle, no
object is ever rebuilt from it. Malformed bytes raise `WireError`; the caller decides whose fault that is.
"""

import json
import socket
import struct
from collections.abc import Callable, Sequence
from typing import Any

PREFIX = struct.Struct("<II")
#: The longest header either side accepts. A verdict's error text fits; a bomb does not.
HEADER_LIMIT = 64 * 1024
_ALIGNED = 16

Header = dict[str, Any]
Buffer = bytes | bytearray | memoryview


class WireError(Exception):
    """Bytes that are not a frame."""


class Closed(Exception):  # noqa: N818 - an end of stream is an event, not an error
    """The other side closed the connection between two frames."""


def encode(header: Header, body: Sequence[Buffer] = ()) -> list[Buffer]:
    """Give the buffers of one frame in order (the body is not copied). None of them is empty."""
    text = _ENCODER.encode(header).encode("ascii")
    length, buffers = 0, []
    for buffer in body:
        if size := memoryview(buffer).nbytes:
            length += size
            buffers.append(buffer)
    return [PREFIX.pack(len(text), length), text, *buffers]


def send(sock: socket.socket, header: Header, body: bytes = b"", fds: Sequence[int] = ()) -> None:
    """Write one frame, with file descriptors riding on its first bytes."""
    frame = b"".join(encode(header, [body]))
    sent = socket.send_fds(sock, [frame], list(fds)) if fds else 0
    sock.sendall(memoryview(frame)[sent:])


def receive(sock: socket.socket, body_limit: int, max_fds: int = 0) -> tuple[Header, bytearray, list[int]]:
    """Read one whole frame from a blocking socket, and the descriptors that came with it.

    Raises `Closed` at a clean end of stream and `WireError` for anything that is not a frame.
    """
    fds: list[int] = []
    if max_fds:
        first, fds, _flags, _address = socket.recv_fds(sock, PREFIX.size, max_fds)
    else:
        first = sock.recv(PREFIX.size)
    if not first:
        raise Closed
    prefix = bytearray(first)
    while len(prefix) < PREFIX.size:
        prefix += _some(sock, PREFIX.size - len(prefix))
    header_length, body_length = lengths(prefix, body_limit)
    text = _exactly(sock, header_length)
    return parse_header(text), _exactly(sock, body_length), fds


def lengths(prefix: bytes | bytearray, body_limit: int) -> tuple[int, int]:
    """Read and bound the two lengths of a frame."""
    header_length, body_length = PREFIX.unpack(prefix)
    if header_length > HEADER_LIMIT:
        raise WireError(f"a header of {header_length} bytes is longer than {HEADER_LIMIT}")
    if body_length > body_limit:
        raise WireError(f"a body of {body_length} bytes is longer than {body_limit}")
    return header_length, body_length


def parse_header(text: bytes | bytearray) -> Header:
    """Turn header bytes into a JSON object, refusing everything else."""
    try:
        header = _DECODER.decode(text.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise WireError(f"a header is not JSON: {error}") from None
    if not isinstance(header, dict):
        raise WireError("a header is not a JSON object")
    return header


def _demand_text(text: bytes | bytearray, header: Header) -> None:
    """Refuse half a surrogate pair in any string: no report could be written with it."""
    # Looked for only where an escape could be one: this runs once for every case.
    if b"\\u" not in text:
        return
    try:
        json.dumps(header, ensure_ascii=False).encode("utf-8")
    except (UnicodeEncodeError, RecursionError):
        raise WireError("a header holds text that cannot be written") from None


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _bounded_int(digits: str) -> int:
    # int() of a long digit string is quadratic in its length; no field of ours needs more than 20.
    if len(digits) > 20:
        raise ValueError("an integer is too long")
    return int(digits)


def _exactly(sock: socket.socket, count: int) -> bytearray:
    data = bytearray(count)
    view: memoryview = memoryview(data)
    filled = 0
    while filled < count:
        got = sock.recv_into(view[filled:])
        if not got:
            raise WireError("the stream ended inside a frame")
        filled += got
    return data


def _some(sock: socket.socket, count: int) -> bytes:
    got = sock.recv(count)
    if not got:
        raise WireError("the stream ended inside a frame")
    return got


#: Made once: every frame would make its own.
_ENCODER = json.JSONEncoder(ensure_ascii=True, allow_nan=False)
_DECODER = json.JSONDecoder(parse_constant=_no_constant, parse_int=_bounded_int)


class Reader:
    """Assembles frames from a socket that must never block the judge.

    `pull` reads what is there and gives a frame when one is whole. The two bounds hold before any
    memory is set aside, so a child that announces four gigabytes costs nothing.
    """

    def __init__(self, recv_into: Callable[..., int], body_limit: int) -> None:
        self._recv_into = recv_into
        self._body_limit = body_limit
        self._buffer = bytearray(PREFIX.size)
        self._filled = 0
        self._sizes: tuple[int, int] | None = None

    def pull(self) -> tuple[Header, memoryview] | None:
        """Read once; return (header, body) when a frame is complete, None when more must come.

        Raises `Closed` at the end of the stream and `WireError` for bytes that are no frame.
        """
        got = self._recv_into(memoryview(self._buffer)[self._filled :])
        if got == 0:
            raise Closed
        self._filled += got
        if self._filled < len(self._buffer):
            return None
        if self._sizes is None:
            self._sizes = lengths(self._buffer, self._body_limit)
            # Room before the header, so that the numbers behind it lie where a processor reads them at full speed.
            self._filled = -self._sizes[0] % _ALIGNED
            self._buffer = bytearray(self._filled + sum(self._sizes))
            if self._filled < len(self._buffer):
                return None
        header_length, body_length = self._sizes
        at = len(self._buffer) - body_length
        text = self._buffer[at - header_length : at]
        header = parse_header(text)
        _demand_text(text, header)
        body = memoryview(self._buffer)[at:].toreadonly()
        self._buffer, self._filled, self._sizes = bytearray(PREFIX.size), 0, None
        return header, body
