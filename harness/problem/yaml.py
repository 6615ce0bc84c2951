"""YAML as an author means it: what an editor shows is what is loaded.

PyYAML reads YAML 1.1, where `1e-5` is a string, `no` is False, `010` is eight, `12:30` is 750,
and the second of two equal keys wins in silence. Only its parser is used here (the C one where
it is there, which is ten times faster); values are built from the parser's events by the rules below,
so that both parsers give the same data, no tag can construct anything, and every value has a line.

    true false (also True, TRUE)    booleans; yes, no, on, off are text
    null, ~, nothing                 null
    -12, 0, 7                        integers, decimal alone; a leading zero is refused
    1.5, .5, 1e-5, 1.0E5             floats, finite alone
    everything else                  text
"""

import math
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from harness.problem.errors import ProblemError, dotted

#: A spec is a few kilobytes; literal inputs may make it larger.
MAX_BYTES = 1 << 20
MAX_DEPTH = 40
#: Values in a document, aliases counted as often as they are used.
MAX_NODES = 200_000
MAX_DIGITS = 40

Scalar = str | int | float | bool | None
Positions = dict[tuple[str | int, ...], int]

_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_INTEGER = re.compile(r"[-+]?[0-9]+\Z")
_LEADING_ZERO = re.compile(r"[-+]?0[0-9]+\Z")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_NOT_FINITE = re.compile(r"([-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\Z")

_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_yaml(text: str, path: Path | None = None) -> tuple[object, Positions]:
    """Return the data of one YAML document, and the line of every value in it.

    Args:
        text: the document.
        path: the file it came from, for messages.

    Returns:
        `(data, positions)`. Positions map a path of keys and indices to a line counted from 1;
        for a mapping's value it is the line of its key. The root is `()`. An empty document is None.

    Raises:
        ProblemError: not YAML, a key given twice, a key that is not text, a tag, a merge key, a number
            that has two readings, or a document too large, too deep or too much multiplied by aliases.
    """
    if len(text) > MAX_BYTES:
        raise ProblemError(
            f"the file has {len(text):,} characters, more than {MAX_BYTES:,}",
            path=path,
            fix="Draw large inputs instead of writing them out",
        )
    return _Builder(path).build(text)


def read_yaml(path: Path) -> tuple[object, Positions]:
    """Read a UTF-8 file and load it as `load_yaml` does.

    Raises:
        ProblemError: also where the file cannot be read or is not UTF-8 text.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise ProblemError(f"cannot read the file: {reason}", path=path) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ProblemError(
            f"byte {error.start} is not UTF-8 text", path=path, fix="Save the file as UTF-8"
        ) from None
    return load_yaml(text, path)


def _line(event: yaml.Event) -> int:
    """Return the line an event begins on, counted from 1."""
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Turns parser events into data, and remembers lines and anchors on the way."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.positions: Positions = {}
        self.anchors: dict[str, tuple[object, int]] = {}
        self.open_anchors: set[str] = set()
        self.nodes = 0

    def build(self, text: str) -> tuple[object, Positions]:
        try:
            events = yaml.parse(text, Loader=_Parser)
            next(events)  # stream start
            first = next(events)
            if isinstance(first, yaml.StreamEndEvent):
                return None, {(): 1}
            data = self.value(events, next(events), (), 0)
            next(events)  # document end
            after = next(events)
        except yaml.MarkedYAMLError as error:
            raise self.not_yaml(error) from None
        except yaml.YAMLError as error:
            # Control characters are met before there is a mark.
            raise ProblemError(
                f"this is not YAML: {str(error).splitlines()[0]}", path=self.path, fix="Remove that character"
            ) from None
        except UnicodeEncodeError as error:
            line = text.count("\n", 0, error.start) + 1
            raise ProblemError(
                "this is not YAML: half of a surrogate pair",
                path=self.path,
                line=line,
                fix="Remove that character",
            ) from None
        if not isinstance(after, yaml.StreamEndEvent):
            line = _line(after)
            raise ProblemError(
                "a second document begins", path=self.path, line=line, fix="Keep one document to a file"
            )
        return data, self.positions

    def not_yaml(self, error: yaml.MarkedYAMLError) -> ProblemError:
        mark = error.problem_mark or error.context_mark
        what = " ".join(part for part in (error.problem, error.context) if part) or "cannot be parsed"
        fix = "Indent with spaces, and quote text that holds `: ` or begins with one of [ { & * ! % @ `"
        if "\\t" in what or "tab" in what:
            fix = "Indent with spaces, not tabs"
        return ProblemError(
            f"this is not YAML ({what})", path=self.path, line=mark.line + 1 if mark else None, fix=fix
        )

    def fail(self, event: yaml.Event, at: tuple[str | int, ...], what: str, fix: str) -> ProblemError:
        line = _line(event)
        return ProblemError(what, path=self.path, line=line, key=dotted(at) or None, fix=fix)

    def count(self, event: yaml.Event, more: int) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise self.fail(
                event, (), f"the document has more than {MAX_NODES:,} values", "Use fewer aliases"
            )

    def value(
        self, events: Iterator[yaml.Event], event: yaml.Event, at: tuple[str | int, ...], depth: int
    ) -> object:
        """Build one value, whose first event is given and whose others are still to come."""
        # A mapping's value keeps the line of its key: that is the line a reader looks for.
        self.positions.setdefault(at, _line(event))
        if depth > MAX_DEPTH:
            raise self.fail(event, (), f"values are nested more than {MAX_DEPTH} deep", "Flatten them")
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event, at)
        assert isinstance(event, yaml.NodeEvent)  # noqa: S101 - the parser gives nothing else here
        self.count(event, 1)
        before = self.nodes
        tag = event.tag if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) else None
        if tag is not None:
            raise self.fail(event, at, f"tags such as `{tag}` are not used", "Write the plain value")
        anchor = event.anchor
        if anchor is not None:
            self.open_anchors.add(anchor)
        result: object
        if isinstance(event, yaml.ScalarEvent):
            result = self.scalar(event, at)
        elif isinstance(event, yaml.SequenceStartEvent):
            result = self.sequence(events, at, depth)
        else:
            result = self.mapping(events, at, depth)
        if anchor is not None:
            self.open_anchors.discard(anchor)
            self.anchors[anchor] = (result, self.nodes - before + 1)
        return result

    def alias(self, event: yaml.AliasEvent, at: tuple[str | int, ...]) -> object:
        name = event.anchor
        if name in self.open_anchors:
            raise self.fail(event, at, f"`*{name}` stands inside the value it names", "Write the value out")
        if name not in self.anchors:
            raise self.fail(event, at, f"`*{name}` names no value above it", f"Mark the value with `&{name}`")
        result, size = self.anchors[name]
        self.count(event, size)
        return result

    def sequence(self, events: Iterator[yaml.Event], at: tuple[str | int, ...], depth: int) -> list[object]:
        result: list[object] = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            result.append(self.value(events, event, (*at, len(result)), depth + 1))
        return result

    def mapping(
        self, events: Iterator[yaml.Event], at: tuple[str | int, ...], depth: int
    ) -> dict[str, object]:
        result: dict[str, object] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self.key(event, at)
            where = (*at, key)
            line = _line(event)
            if key in result:
                first = self.positions[where]
                raise self.fail(event, where, f"given twice (first on line {first})", "Keep one of the two")
            self.positions[where] = line
            result[key] = self.value(events, next(events), where, depth + 1)
        return result

    def key(self, event: yaml.Event, at: tuple[str | int, ...]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.fail(event, at, "a key is not text", "Use a word as the key")
        if event.value == "<<" and event.implicit[0]:
            raise self.fail(event, at, "merge keys (`<<`) are not used", "Write the keys out")
        key = self.scalar(event, at)
        if not isinstance(key, str):
            shown = event.value or "nothing"
            raise self.fail(event, at, f"the key {shown} is not text", "Quote it or use a word")
        return key

    def scalar(self, event: yaml.ScalarEvent, at: tuple[str | int, ...]) -> Scalar:
        """Give a scalar its type. Quoted and block scalars are text, whatever they look like."""
        text: str = event.value
        if not event.implicit[0]:
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _LEADING_ZERO.match(text):
            raise self.fail(
                event,
                at,
                f"{text} has a leading zero, which some tools read as octal",
                "Drop the zero or quote it",
            )
        if _INTEGER.match(text):
            if len(text) > MAX_DIGITS:
                raise self.fail(event, at, f"a number with {len(text)} digits", "Quote it if it is text")
            return int(text)
        if _FLOAT.match(text):
            number = float(text)
            if math.isfinite(number):
                return number
            raise self.fail(event, at, f"{text} is too large for a float", "Use a number below 1e308")
        if _NOT_FINITE.match(text):
            raise self.fail(event, at, f"{text} is not a finite number", "Use a finite number, or quote it")
        return text
