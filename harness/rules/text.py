"""The one text: what is inspected, compiled and shown in reports is the same string.

A cheat may read as honest UTF-8 and mean something else where an encoding cookie is obeyed. So the bytes are
decoded once, here, and from then on only the text counts: compiled as `str`, Python ignores its cookie, and
the newlines are already those the tokenizer would have made.
"""

import ast
import re
import warnings
from encodings.aliases import aliases

from harness.rules.finding import LoadFailure
from harness.rules.reading.walk import levels

#: The longest source that is read, in bytes. Honest submissions are a hundredth of it.
MAX_BYTES = 1 << 20
#: How deep brackets may nest, and how deep the syntax tree may be. Python itself gives up soon after.
MAX_BRACKETS = 100
MAX_DEPTH = 400

_BOMS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_ENCODINGS = {"utf_8": "utf-8", "ascii": "ascii", "latin_1": "latin-1", "cp1252": "cp1252"}
# A string, a comment, or one bracket: enough of a tokenizer to count nesting before the parser sees it.
_TOKEN = re.compile(
    r"""\"\"\"(?:\\.|[^\\])*?\"\"\"|'''(?:\\.|[^\\])*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|\#[^\n]*|[()\[\]{}]""",
    re.DOTALL,
)


def decode(data: bytes) -> str | LoadFailure:
    """Turn the bytes of a file into the text that everything else works on, or say why not."""
    if len(data) > MAX_BYTES:
        return LoadFailure(f"The file is larger than {MAX_BYTES >> 20} MiB; a submission is a short program.")
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            return LoadFailure(f"The file is encoded as {name}; save it as UTF-8.", 1, 1)
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        return LoadFailure(
            "The file holds a NUL byte, so it is not Python source; save it as plain text.", line
        )
    # The four encodings agree on these bytes, so newlines can be settled first, as the tokenizer does.
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    marked = data.startswith(b"\xef\xbb\xbf")
    if marked:
        data = data[3:]
    cookie, line = _cookie(data)
    encoding = "utf-8" if cookie is None else _known(cookie)
    if encoding is None:
        return LoadFailure(
            f"The file asks for the encoding {(cookie or '')[:40]!r}; use utf-8, ascii, latin-1 or cp1252.",
            line,
            1,
        )
    if marked and encoding != "utf-8":
        return LoadFailure(
            f"The file begins with a UTF-8 mark but asks for {encoding}; remove one of the two.", line, 1
        )
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        return LoadFailure(
            f"Byte 0x{data[error.start]:02x} is not {encoding}; save the file as UTF-8, "
            "or name its encoding in a `# -*- coding: ... -*-` line.",
            row,
        )


def _cookie(data: bytes) -> tuple[str | None, int]:
    """Find the encoding named on the first line, or on the second if the first is blank or a comment."""
    for number, line in enumerate(data.split(b"\n", 2)[:2], start=1):
        if found := _COOKIE.match(line):
            return found[1].decode("latin-1"), number
        if not _BLANK.match(line):
            break
    return None, 1


def _known(cookie: str) -> str | None:
    """Name one of our encodings from any spelling Python knows, editor suffixes such as `-unix` included."""
    name = re.sub(r"[^a-z0-9]+", "_", cookie.lower())
    for prefix in ("utf_8", "latin_1", "iso_8859_1", "iso_latin_1"):
        if name.startswith(prefix + "_") and name != "utf_8_sig":
            name = prefix
    name = {"iso_latin_1": "latin_1", "utf_8_sig": "utf_8"}.get(name, name)
    return _ENCODINGS.get(aliases.get(name, name))


def parse(text: str) -> ast.Module | LoadFailure:
    """Parse the text as Python will compile it, or say in one sentence why Python cannot.

    Compiling as well as parsing finds `return` at top level and its like. Warnings about style are noise here.
    """
    if deep := _brackets(text):
        return LoadFailure("The brackets are nested too deeply; split the expression into steps.", deep)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            if line := _too_deep(tree):
                return LoadFailure("The code is nested too deeply; split it into steps.", line)
            compile(tree, "<submission>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return _syntax(error, text)
    except (RecursionError, MemoryError):
        return LoadFailure("The code is nested too deeply for Python to read; split it into steps.")
    except (ValueError, OverflowError) as error:
        return LoadFailure(f"Python cannot read this file: {_reason(error)}.")
    return tree


def _brackets(text: str) -> int | None:
    """Return the line where brackets nest too deeply, if there is one."""
    depth = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in {"(", "[", "{"}:
            depth += 1
            if depth > MAX_BRACKETS:
                return text.count("\n", 0, token.start()) + 1
        elif mark in {")", "]", "}"}:
            depth = max(0, depth - 1)
    return None


def _too_deep(tree: ast.Module) -> int | None:
    """Return a line where the syntax tree is deeper than we follow."""
    found = levels(tree)
    # The module stands above the first of these levels, and contexts and operators, left out there, below the last.
    if len(found) + 2 <= MAX_DEPTH:
        return None
    return next((line for node in found[-1] if (line := getattr(node, "lineno", None))), 1)


def _syntax(error: SyntaxError, text: str) -> LoadFailure:
    """Say where and why, in a sentence of ours around Python's reason; the place stays inside the text."""
    lines = text.split("\n")
    line = error.lineno
    if line is None:
        return LoadFailure(f"Python cannot read this file: {_reason(error)}.")
    line = min(max(line, 1), len(lines))
    column = min(max(error.offset or 1, 1), len(lines[line - 1]) + 1)
    return LoadFailure(f"Python cannot read line {line}: {_reason(error)}.", line, column)


def _reason(error: Exception) -> str:
    """Give Python's reason on one printable line."""
    reason = error.msg if isinstance(error, SyntaxError) else str(error)
    return "".join(c if c.isprintable() else "?" for c in reason.split("\n", 1)[0])[:200].rstrip(".")
