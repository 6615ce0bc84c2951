"""SARIF 2.1.0: the broken rules of any number of submissions as one log, in the form that GitHub's upload takes.

Findings alone are results. Scores and wrong answers are no defects at a line, and are not here; that a file
could not be read or judged stands among the notifications of the run, so that an empty log is not taken for praise.

The log is written when the run ends, in the order of paths and places, the same whatever the number of jobs.
Memory is bounded by what GitHub takes of one run: beyond that the errors stay and the warnings go first.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, TextIO
from urllib.parse import quote

from harness.reports.clean import clean_line, encodable
from harness.reports.fingerprint import line_hashes
from harness.reports.registry import Destination, Report
from harness.reports.write import emit
from harness.rules.finding import Inspection
from harness.rules.page import Page, read_page
from harness.rules.registry import RULES
from harness.rules.rule import Rule

if TYPE_CHECKING:
    from harness.judging.verdict import Summary, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: What GitHub takes of one run, and how many of those it shows: the most severe ones.
MOST_RESULTS = 25_000
MOST_SHOWN = 5_000
#: The longest text GitHub takes for a message or a description.
MOST_TEXT = 1024
#: The longest path that is written; the kernel has none longer.
_MOST_PATH = 4096

Json = dict[str, Any]
_SPECIAL = re.compile(r"([\\\[\]])")
_INDEX = {rule.code: index for index, rule in enumerate(RULES)}


class Found(Protocol):
    """A finding, of an inspection or of a verdict."""

    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def severity(self) -> Literal["error", "warning"]: ...  # noqa: D102
    @property
    def origin(self) -> Literal["source", "runtime"]: ...  # noqa: D102
    @property
    def message(self) -> str: ...  # noqa: D102
    @property
    def help(self) -> str: ...  # noqa: D102
    @property
    def line(self) -> int | None: ...  # noqa: D102
    @property
    def column(self) -> int | None: ...  # noqa: D102
    @property
    def end_line(self) -> int | None: ...  # noqa: D102
    @property
    def end_column(self) -> int | None: ...  # noqa: D102


def results(path: str, source: str | None, findings: Iterable[Found]) -> list[Json]:
    """Return a SARIF result for each finding of one file.

    Args:
        path: the file as it was given.
        source: its one text; without it there are no fingerprints, and GitHub computes them.
        findings: of any origin. One without a line points at the first, as a result must have a place.
    """
    findings = tuple(findings)
    if not findings:
        return []
    lines = source.split("\n") if source is not None else []
    hashes = line_hashes(source, (f.line or 1 for f in findings)) if source is not None else {}
    where = {"uri": uri(path)}
    made = []
    for finding in findings:
        result: Json = {"ruleId": _text(finding.code)}
        if finding.code in _INDEX:
            result["ruleIndex"] = _INDEX[finding.code]
        result |= {
            "level": finding.severity,
            "message": {"text": _message(f"{finding.message} {finding.help}")},
            "locations": [
                {"physicalLocation": {"artifactLocation": where, "region": _region(finding, lines)}}
            ],
        }
        if (finding.line or 1) in hashes:
            result["partialFingerprints"] = {"primaryLocationLineHash": hashes[finding.line or 1]}
        result["properties"] = {"origin": finding.origin}
        made.append(result)
    return made


def uri(path: str) -> str:
    """Return a path as a percent-encoded reference, relative to the working directory.

    An absolute path outside the working directory becomes a `file:` URI: no relative one would be true of it.
    """
    given = Path(path[:_MOST_PATH].replace("\0", "\N{REPLACEMENT CHARACTER}"))
    prefix = ""
    if given.is_absolute():
        here = Path.cwd()
        if given.is_relative_to(here):
            given = given.relative_to(here)
        else:
            prefix = "file://"
    name = given.as_posix()
    try:
        # A name that is not UTF-8 came as surrogates, and leaves as the bytes it has on the disk.
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = encodable(name).encode("utf-8")
    # A colon is quoted too, or a folder `a:` would be read as the scheme of an absolute URI.
    return prefix + quote(raw, safe="/")


def log(found: list[Json], notices: list[tuple[str, str]], left_out: int = 0) -> str:
    """Return one log of one run, as a line of ASCII without its newline.

    Args:
        found: results.
        notices: what the run itself has to say: a level (`note`, `warning`, `error`) and a sentence.
            An error means that the run did not do all it was asked to.
        left_out: how many results were left out already.
    """
    found, more = _bounded(found)
    notices = [*notices, *_limits(len(found), left_out + more)]
    told = [{"level": level, "message": {"text": _message(text)}} for level, text in notices]
    invocation: Json = {"executionSuccessful": all(level != "error" for level, _text in notices)}
    if told:
        invocation["toolExecutionNotifications"] = told
    run: Json = {
        "tool": {"driver": {"name": "Handgrad", **_version(), "rules": [_rule(rule) for rule in RULES]}},
        # Our columns count characters, where SARIF would else take UTF-16 units.
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": found,
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]},
        ensure_ascii=True,
        allow_nan=False,
        separators=(",", ":"),
    )


def inspection_log(path: str, inspection: Inspection) -> str:
    """Return the log of one file that was read and not run, with a newline."""
    failure = inspection.failure
    notices = []
    if failure is not None:
        place = f", line {failure.line}" if failure.line is not None else ""
        notices.append(("error", f"{path}{place} cannot be loaded: {failure.message}"))
    return log(results(path, inspection.source, inspection.findings), notices) + "\n"


@dataclass(slots=True)
class SarifReport:
    """Gathers findings, and writes one log at the end."""

    stream: TextIO
    found: list[Json] = field(default_factory=list)
    left_out: int = 0

    def add(self, verdict: "Verdict") -> None:
        """Take the findings of one verdict, and nothing else of it."""
        self.found += results(verdict.path, verdict.source, verdict.findings)
        if len(self.found) > 2 * MOST_RESULTS:
            self.found, more = _bounded(self.found)
            self.left_out += more

    def finish(self, summary: "Summary") -> None:
        """Write the log."""
        emit(self.stream, log(self.found, _notices(summary), self.left_out) + "\n")


def open_report(to: Destination) -> Report:
    """Start a SARIF log."""
    return SarifReport(to.stream)


def _notices(summary: "Summary") -> list[tuple[str, str]]:
    """Say where silence is no praise."""
    notices = []
    if summary.interrupted:
        notices.append(("error", "The run was interrupted, and submissions are missing here."))
    if failed := summary.by_status.get("JE", 0):
        notices.append(("error", f"Submissions that could not be judged: {failed}."))
    if unread := summary.by_status.get("CE", 0):
        notices.append(("warning", f"Submissions that cannot be loaded: {unread}."))
    return notices


def _limits(shown: int, left_out: int) -> list[tuple[str, str]]:
    notices = []
    if left_out:
        words = f"{left_out:,} findings are left out, because an upload takes {MOST_RESULTS:,} results"
        notices.append(("warning", f"{words}; grade fewer submissions at a time."))
    if shown > MOST_SHOWN:
        notices.append(
            ("note", f"GitHub shows the {MOST_SHOWN:,} most severe of the {shown:,} results here.")
        )
    return notices


def _bounded(found: list[Json]) -> tuple[list[Json], int]:
    """Return the results in the order of their places, the least severe left out beyond the limit, and how many."""
    kept = sorted(found, key=_place)
    if len(kept) > MOST_RESULTS:
        # Sorting is stable, so that within a level the first places stay.
        kept = sorted(sorted(kept, key=lambda r: r["level"] != "error")[:MOST_RESULTS], key=_place)
    return kept, len(found) - len(kept)


def _place(result: Json) -> tuple[str, int, int, str, str]:
    where = result["locations"][0]["physicalLocation"]
    region = where["region"]
    return (
        where["artifactLocation"]["uri"],
        region["startLine"],
        region["startColumn"],
        result["ruleId"],
        result["message"]["text"],
    )


def _region(finding: Found, lines: list[str]) -> Json:
    """Return the place, from 1, its end column exclusive. Where columns are not known, it is the text of the line."""
    line = max(finding.line or 1, 1)
    if finding.line is None or finding.column is None:
        text = lines[line - 1] if line <= len(lines) else ""
        start, end_line, end = len(text) - len(text.lstrip()) + 1, line, len(text) + 1
    else:
        start = max(finding.column, 1)
        end_line = max(finding.end_line or line, line)
        end = finding.end_column or start
    if end_line == line:
        end = max(end, start)
    return {"startLine": line, "startColumn": start, "endLine": end_line, "endColumn": max(end, 1)}


def _rule(rule: type[Rule]) -> Json:
    page = read_page(rule.name)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": _text(f"{rule.title}.")},
        "fullDescription": {"text": _text(page.prose("What it does"))},
        "help": {"text": _help(page), "markdown": page.markdown},
        "defaultConfiguration": {"level": _level(page)},
        "properties": {
            "tags": ["derivation-by-hand", "education"],
            # An error is given only where reading is certain; a warning is for a person to look at.
            "precision": "very-high" if _level(page) == "error" else "medium",
            "problem.severity": _level(page),
        },
    }


def _level(page: Page) -> str:
    return "error" if page.severity.startswith("error") else "warning"


def _help(page: Page) -> str:
    return _text(" ".join(part for part in (page.prose("Why"), page.prose("Instead")) if part))


def _text(text: str) -> str:
    """Return text on one line, cleaned, and no longer than GitHub takes."""
    line = clean_line(text)
    return line if len(line) <= MOST_TEXT else f"{line[: MOST_TEXT - 3]}..."


def _message(text: str) -> str:
    """Return the text of a message. In one, unescaped brackets would be a link of the submission's choosing."""
    escaped = _SPECIAL.sub(r"\\\1", clean_line(text))
    if len(escaped) <= MOST_TEXT:
        return escaped
    # A cut through an escape would leave a lone backslash, which would escape the dots.
    cut = escaped[: MOST_TEXT - 3]
    return f"{cut[:-1] if (len(cut) - len(cut.rstrip(chr(92)))) % 2 else cut}..."


def _version() -> Json:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"semanticVersion": version("handgrad")}
    except PackageNotFoundError:
        # Run from a checkout that was never installed.
        return {}
