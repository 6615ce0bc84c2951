"""A report is whole or absent, and a failure is a sentence."""

import io
import os
from pathlib import Path

import pytest

from harness.reports.registry import Destination, find_format
from harness.reports.write import ReportError, emit, replacing, write_text
from tests.reports import samples


def names_in(folder):
    """Every name in a folder, hidden ones too."""
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_replaced_at_once(tmp_path):
    """Until the block ends the old report stands, and nothing else is left behind."""
    path = tmp_path / "deep" / "grades.csv"
    write_text(path, "old")
    with replacing(path) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert names_in(path.parent) == ["grades.csv"]


def test_an_interrupt_leaves_the_old_report(tmp_path):
    """Ctrl-C in the middle changes nothing and leaves no temporary file."""
    path = tmp_path / "report.html"
    write_text(path, "old")

    def interrupted():
        with replacing(path) as stream:
            stream.write("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert path.read_text() == "old"
    assert names_in(tmp_path) == ["report.html"]


def test_an_unwritable_place_is_a_sentence(tmp_path):
    """A directory that cannot be made says which report, why and what to do."""
    (tmp_path / "file").write_text("")
    with pytest.raises(ReportError, match=r"cannot be written: .*--output"):
        write_text(tmp_path / "file" / "report.html", "text")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_a_sentence():
    """No space left is a ReportError for a stream of any format."""
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        with pytest.raises(ReportError, match="No space left on device"):
            emit(full, "text")
        full.close = lambda: None  # the buffer still holds the text that will never fit
        with pytest.raises(OSError, match="No space left"):
            io.TextIOWrapper.close(full)


def test_a_reader_that_left_is_not_a_failed_report():
    """`handgrad grade ... | head` ends quietly: the caller sees a broken pipe."""
    reader, writer = os.pipe()
    os.close(reader)
    stream = os.fdopen(writer, "w")
    with pytest.raises(BrokenPipeError):
        emit(stream, "text")
    with pytest.raises(BrokenPipeError):
        stream.close()


def test_permissions_are_those_of_any_new_file(tmp_path):
    """A report is as readable as what the user's umask says, not private like a temporary file."""
    write_text(tmp_path / "a", "x")
    (tmp_path / "b").write_text("x")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode


def test_a_directory_has_a_page_for_each_and_an_index(tmp_path):
    """Names of strangers become names of files that are safe and do not collide; the index links all of them."""
    base = samples.accepted()
    students = ["s01", "S01", "../../etc/passwd", "a/b", "a b", "a?b", "", samples.HOSTILE, None]
    verdicts = [base.model_copy(update={"student": student}) for student in students]
    report = find_format("html").open(Destination(io.StringIO(), tmp_path / "out", many=True))
    for verdict in verdicts:
        report.add(verdict)
    report.finish(samples.summary(verdicts))
    names = names_in(tmp_path / "out")
    assert len(names) == len(students) + 2
    assert len({name.casefold() for name in names}) == len(names)
    assert names_in(tmp_path) == ["out"]
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert all(f'href="{name}"' in index for name in names if name not in {"index.html", "grades.csv"})
    assert len((tmp_path / "out" / "grades.csv").read_text("utf-8").splitlines()) == len(students) + 1


def test_many_pages_need_a_directory():
    """Several pages on one stream would be no page at all."""
    with pytest.raises(ReportError, match="--output DIR"):
        find_format("html").open(Destination(io.StringIO(), many=True))
