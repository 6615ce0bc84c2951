"""Building strings and numbers from constants, as a cheat does to hide a name, without ever building a bomb.

Only operations whose result is no larger than a small multiple of their operands are carried out.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Any

from harness.rules.reading.values import Const, Value, const

#: Constants longer than this are left alone.
LONGEST = 20_000
_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "decode",
        "encode",
        "endswith",
        "find",
        "format",
        "hex",
        "index",
        "isalpha",
        "isdigit",
        "isidentifier",
        "islower",
        "isupper",
        "join",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "replace",
        "rfind",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "translate",
        "upper",
    ]
)
_BINARY: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.BitXor: lambda a, b: a ^ b,
    ast.BitOr: lambda a, b: a | b,
    ast.BitAnd: lambda a, b: a & b,
    ast.Mod: lambda a, b: a % b,
    ast.FloorDiv: lambda a, b: a // b,
    ast.Mult: lambda a, b: a * b,
}
_PLAIN = (str, bytes, int, float, bool, type(None))


def small(value: object) -> bool:
    """True for a constant that is cheap to carry around."""
    if isinstance(value, (str, bytes)):
        return len(value) <= LONGEST
    if isinstance(value, int):
        return -(1 << 64) < value < (1 << 64)
    return isinstance(value, _PLAIN) or value is Ellipsis


def _wrap(value: object) -> Const | None:
    return const(value) if isinstance(value, _PLAIN) and small(value) else None


def binary(op: ast.operator, left: object, right: object) -> Const | None:
    """Fold a binary operation on constants; None when it cannot or should not be done."""
    function = _BINARY.get(type(op))
    several = right if isinstance(op, ast.Mod) and isinstance(right, tuple) else (right,)
    if function is None or not (small(left) and all(small(part) for part in several)):
        return None
    if isinstance(op, ast.Mult) and not all(isinstance(v, (int, float)) for v in (left, right)):
        text, count = (left, right) if isinstance(left, (str, bytes)) else (right, left)
        if not isinstance(text, (str, bytes)) or not isinstance(count, int) or len(text) * count > LONGEST:
            return None
    if isinstance(op, ast.Mod) and isinstance(left, (str, bytes)) and _wide(left):
        return None
    try:
        return _wrap(function(left, right))
    except Exception:  # noqa: BLE001 - whatever the operation raises, the program would raise it too
        return None


def _wide(text: str | bytes) -> bool:
    """True when a format asks for a width: `'%999999999d'` is a bomb."""
    return any(
        c.isdigit() for c in (text.decode("latin-1") if isinstance(text, bytes) else text)
    ) or "*" in str(text)


def method(value: object, name: str, args: Sequence[object]) -> object | None:
    """Call a harmless method of a string constant; None when it is not one."""
    if name not in _METHODS or not isinstance(value, (str, bytes)) or not small(value):
        return None
    if name == "replace" and len(args) >= 2:
        new = args[1]
        if isinstance(new, (str, bytes)) and len(new) * (len(value) + 1) > LONGEST:
            return None
    if name == "join" and (len(value) > 100 or len(args) != 1):
        return None
    if name == "format" and isinstance(value, str) and (":" in value or "!" in value or "." in value):
        return None
    if name in {"decode", "encode"} and not all(isinstance(a, str) and _codec(a) for a in args):
        return None
    call: Callable[..., object] = getattr(value, name)
    try:
        return call(*args)
    except Exception:  # noqa: BLE001 - as above
        return None


def _codec(name: str) -> bool:
    return name.lower().replace("_", "-") in {
        "utf-8", "utf8", "ascii", "latin-1", "latin1", "cp1252", "rot13", "rot-13", "hex", "base64",
        "utf-16", "utf-16-le", "utf-16-be", "utf-32", "unicode-escape", "strict", "ignore", "punycode",
    }  # fmt: skip


def transform(name: str, value: object) -> Value | None:
    """Apply a library function that only rewrites text: base64, hex, chr."""
    if not name.startswith(("base64.", "binascii.", "builtins.", "sys.intern", "zlib.")):
        return None
    import base64
    import binascii

    functions: dict[str, Callable[..., object]] = {
        "base64.b64decode": base64.b64decode,
        "base64.standard_b64decode": base64.b64decode,
        "base64.urlsafe_b64decode": base64.urlsafe_b64decode,
        "base64.b32decode": base64.b32decode,
        "base64.b16decode": base64.b16decode,
        "base64.a85decode": base64.a85decode,
        "base64.b85decode": base64.b85decode,
        "binascii.unhexlify": binascii.unhexlify,
        "binascii.a2b_hex": binascii.unhexlify,
        "binascii.a2b_base64": binascii.a2b_base64,
        "builtins.bytes.fromhex": bytes.fromhex,
        "builtins.bytearray.fromhex": bytes.fromhex,
        "builtins.chr": chr,
        "builtins.ord": ord,
        "builtins.hex": hex,
        "builtins.len": len,
        "builtins.int": lambda v: int(v) if not isinstance(v, str) or len(v) < 30 else None,
        "builtins.bool": bool,
        "builtins.ascii": ascii,
        "builtins.repr": repr,
        "sys.intern": lambda v: v,
        "zlib.decompress": _inflate,
    }
    function = functions.get(name)
    if function is None or not small(value):
        return None
    try:
        return _wrap(function(value))
    except Exception:  # noqa: BLE001 - as above
        return None


def _inflate(data: bytes) -> bytes | None:
    """Decompress at most LONGEST bytes."""
    import zlib

    return zlib.decompressobj().decompress(data, LONGEST)


def decode(value: object, codec: object) -> Value | None:
    """codecs.decode for the codecs a string may hide in."""
    import codecs

    if not isinstance(codec, str) or not _codec(codec) or not small(value):
        return None
    try:
        return _wrap(codecs.decode(value, codec))  # type: ignore[call-overload]
    except Exception:  # noqa: BLE001 - as above
        return None
