"""Puts a report where it belongs: whole, or not at all.

A file is written under a temporary name beside its place and renamed when it is complete, so that a full
disk or an interrupt leaves the old report or none, never half of one.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from harness.reports.clean import clean_line


class ReportError(Exception):
    """A report that cannot be written: one or two sentences with the place, the reason and what to do."""


@contextmanager
def replacing(path: Path) -> Iterator[TextIO]:
    """Open a UTF-8 text stream that becomes `path` when the block ends without an exception.

    Missing parent directories are made. Raises ReportError where the disk or the directory refuses.
    """
    # In the same directory, because a rename is atomic only within one file system; opened with "x" and not
    # through tempfile, so that the report has the permissions of any new file.
    temporary = path.with_name(f".handgrad-{secrets.token_hex(6)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("x", encoding="utf-8", newline="") as stream:
            yield stream
        temporary.replace(path)
    except OSError as error:
        raise report_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink()  # gone already when it was renamed


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path` whole, or raise ReportError and leave what was there."""
    with replacing(path) as stream:
        stream.write(text)


@contextmanager
def writing(stream: TextIO) -> Iterator[None]:
    """Turn an OSError while writing to `stream` into a ReportError.

    A reader that has gone away stays a BrokenPipeError, for the caller to end quietly.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise report_error(Path(str(getattr(stream, "name", "on standard output"))), error) from error


def emit(stream: TextIO, text: str) -> None:
    """Write to a stream and flush it, so that a reader can follow."""
    with writing(stream):
        stream.write(text)
        stream.flush()


def report_error(path: Path, error: OSError) -> ReportError:
    """Say what could not be written, why, and what to do."""
    reason = error.strerror or type(error).__name__
    return ReportError(
        f"The report {clean_line(str(path))} cannot be written: {reason}. "
        "Make room or choose another place with --output."
    )
