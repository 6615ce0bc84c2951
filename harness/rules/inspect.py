"""Inspection: from the bytes of a file to its one text and what the rules say of it. Total: no input raises."""

import ast
from typing import TYPE_CHECKING

from harness.rules.entry import missing
from harness.rules.finding import Finding, Inspection, LoadFailure
from harness.rules.reading.core import Told
from harness.rules.reading.reader import Reader
from harness.rules.registry import rules_for
from harness.rules.text import decode, parse
from harness.rules.unread import Unread

if TYPE_CHECKING:
    from harness.problem.policy import Policy


def inspect_source(data: bytes, policy: "Policy | None" = None, *, entry: str = "solve") -> Inspection:
    """Read a submission without running it.

    Args:
        data: the bytes of the file, as submitted.
        policy: what the problem lets a submission do; the default policy if not given.
        entry: the function that the judge will call.

    Returns:
        The decoded text (None if it cannot be decoded), the findings in order of place, and, if the text cannot
        be loaded at all, why. Findings may accompany a missing entry. Nothing is ever raised.
    """
    text = decode(data)
    if isinstance(text, LoadFailure):
        return Inspection(None, (), text)
    tree = parse(text)
    if isinstance(tree, LoadFailure):
        return Inspection(text, (), tree)
    if policy is None:
        from harness.problem.policy import Policy

        policy = Policy()
    reader = Reader(tree, rules_for(policy), entry)
    told = reader.read()
    unread = next(rule for rule in reader.rules if isinstance(rule, Unread))
    if reader.exhausted:
        told.append(Told(unread, Unread.long, _first(tree)))
    elif reader.cut:
        told.append(Told(unread, Unread.deep, _first(tree)))
    lines = text.split("\n")
    findings = [_finding(item, lines) for item in told]
    findings.sort(key=lambda f: (f.line or 0, f.column or 0, f.code))
    return Inspection(text, tuple(findings), missing(tree, entry))


def _first(tree: ast.Module) -> ast.AST:
    return tree.body[0] if tree.body else ast.Pass(lineno=1, col_offset=0, end_lineno=1, end_col_offset=0)


def _finding(told: Told, lines: list[str]) -> Finding:
    """Count columns in characters: the syntax tree counts them in UTF-8 bytes."""
    node = told.node
    line = getattr(node, "lineno", 1)
    start = getattr(node, "col_offset", 0)
    end_line = getattr(node, "end_lineno", None) or line
    end = getattr(node, "end_col_offset", None) or start
    return Finding(
        code=told.rule.code,
        rule=told.rule.name,
        severity=told.complaint.severity,
        message=_printable(told.complaint.message),
        help=told.complaint.help,
        line=line,
        column=_column(lines, line, start),
        end_line=end_line,
        end_column=_column(lines, end_line, end),
    )


def _printable(message: str) -> str:
    """A name in a message may come from a string of the submission: keep it short and harmless."""
    shown = "".join(c if c.isprintable() else "?" for c in message)
    return shown if len(shown) <= 400 else f"{shown[:400]}..."


def _column(lines: list[str], line: int, offset: int) -> int:
    if not 1 <= line <= len(lines):
        return 1
    text = lines[line - 1]
    if text.isascii():
        return min(offset, len(text)) + 1
    return len(text.encode("utf-8", "replace")[:offset].decode("utf-8", "ignore")) + 1
