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
#: How many nodes the syntax tree may have: what bounds the time of reading. Honest ones have about a thousand.
MAX_NODES = 100_000
#: How many nodes a field of a formatted string counts for.
FIELD = 20
_TOO_LONG = LoadFailure(
    f"The program is too long: it has more than {MAX_NODES} names, numbers and operations; "
    "compute long tables instead of writing them out."
)

_BOMS = {
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
    b"\x00\x00\xfe\xff": "UTF-32",
}
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_ENCODINGS = {"utf_8": "utf-8", "ascii": "ascii", "latin_1": "latin-1", "cp1252": "cp1252"}
# A string, a comment, a word, an ellipsis, or one bracket: enough of a tokenizer to count before the parser sees it.
# A string that nothing closes is a token too: were it none, each quote would search the rest of the file in vain.
_TOKEN = re.compile(
    r"""\"\"\"(?:\\.|[^\\])*?(?:\"\"\"|\\?\Z)|'''(?:\\.|[^\\])*?(?:'''|\\?\Z)|"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|\#[^\n]*|[()\[\]{}]|\w+|\.\.\.""",
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
    failure = _too_much(text)
    if failure is not None:
        return failure
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
            if failure := _too_large(tree):
                return failure
            compile(tree, "<submission>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return _syntax(error, text)
    except (RecursionError, MemoryError):
        return LoadFailure("The code is nested too deeply for Python to read; split it into steps.")
    except (ValueError, OverflowError) as error:
        return LoadFailure(f"Python cannot read this file: {_reason(error)}.")
    return tree


def _too_much(text: str) -> LoadFailure | None:
    """Say if brackets nest too deeply, or if there is more than reading is worth: what the parser need not see."""
    depth = count = 0
    for token in _TOKEN.finditer(text):
        mark = token[0]
        if mark in {")", "]", "}"}:
            depth = max(0, depth - 1)
            continue
        if mark in {"(", "[", "{"}:
            depth += 1
            if depth > MAX_BRACKETS:
                line = text.count("\n", 0, token.start()) + 1
                return LoadFailure(
                    "The brackets are nested too deeply; split the expression into steps.", line
                )
        count += mark[0] != "#"
        if mark[0] in {"'", '"'} and "f" in text[max(0, token.start() - 2) : token.start()].lower():
            # Python parses each field by itself, and goes through the whole string for it.
            count += FIELD * mark.count("{")
        if count > MAX_NODES:
            return _TOO_LONG
    return None


def quiet_tree(text: str) -> ast.Module:
    """Parse text that `parse` has let pass. What Python finds odd about it is not said on the judge's own terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _too_large(tree: ast.Module) -> LoadFailure | None:
    """Say if the syntax tree is larger or deeper than we follow."""
    found = levels(tree)
    # Contexts and operators, left out there, are about half of all nodes.
    if 2 * sum(map(len, found)) > MAX_NODES:
        return _TOO_LONG
    # The module stands above the first of these levels, and contexts and operators below the last.
    if len(found) + 2 <= MAX_DEPTH:
        return None
    line = next((line for node in found[-1] if (line := getattr(node, "lineno", None))), 1)
    return LoadFailure("The code is nested too deeply; split it into steps.", line)


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
