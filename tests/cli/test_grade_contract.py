"""`handgrad grade` as other programs drive it: one line per file, exit codes, and streams that keep apart."""

import contextlib
import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pytest

from tests.conftest import KNOWN, ROOT, STEM, environment
from tests.judging.programs import program

SCHEMAS = {
    kind: jsonschema.Draft202012Validator(
        json.loads((ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text())
    )
    for kind in ("verdict", "summary")
}
NOISY = program(
    "    import os, sys\n    print('{\"schema\": \"handgrad.verdict/v1\"}')\n    sys.stderr.write('\\x1b[31mTraceback\\n')\n"
    "    os.write(1, b'\\xff{}\\n')\n    os.write(2, b'garbage')\n" + program().split("seed)\n")[-1].rsplit("    return", 1)[0]
)  # fmt: skip


@pytest.fixture(scope="module")
def mixed(tmp_path_factory) -> Path:
    """A folder with a file of every kind that may be handed in."""
    folder = tmp_path_factory.mktemp("mixed") / "in"
    folder.mkdir()
    for verdict, name in (("AC", "numpy_inside"), ("WA", "kl_sign"), ("RV", "loss_backward"), ("RTE", "value_error"),
                          ("RTE", "os_exit_zero"), ("CE", "nul_byte"), ("CE", "utf16_cookie"), ("OLE", "raw_descriptor"),
                          ("MLE", "one_huge_array"), ("RV", "shifted_letters_at_run_time")):  # fmt: skip
        shutil.copy(KNOWN / verdict / f"{name}.py", folder / f"{verdict}_{name}.py")
    (folder / "AC_noisy.py").write_text(NOISY)
    (folder / "CE_empty.py").write_text("")
    (folder / "CE_binary.py").write_bytes(bytes(range(256)) * 40)
    (folder / "CE_huge.py").write_bytes(b"#" * (2 << 20))
    (folder / "AC_odd name;$(x)'\".py").write_text(program())
    (folder / os.fsdecode(b"AC_\xff.py")).write_text(program())
    (folder / "notes.md").write_text("not a program")
    (folder / "link.py").symlink_to("AC_noisy.py")
    os.mkfifo(folder / "pipe.py")
    (folder / "folder.py").mkdir()
    return folder


@pytest.fixture(scope="module")
def graded(mixed, handgrad):
    """The folder graded once, as JSON."""
    return handgrad("grade", mixed, "--problem", STEM, "--format", "json", "--jobs", 1)


def test_every_file_has_exactly_one_line_whatever_it_does(mixed, graded) -> None:
    """The set of verdict paths is the set of Python files; each status is the one its name says."""
    files = sorted(p for p in mixed.glob("*.py") if p.is_file() and not p.is_symlink())
    assert len(graded.verdicts) == len(files) == 16
    for verdict in graded.verdicts:
        name = verdict["path"].rsplit("/", 1)[1]
        assert verdict["status"] == name.split("_")[0], (name, verdict["message"])
        assert verdict["problem"] == STEM
        assert (verdict["score"] == 1.0) == verdict["accepted"] == (verdict["status"] == "AC")
    assert len({v["path"] for v in graded.verdicts}) == 16
    assert any("\\udcff" in v["path"] for v in graded.verdicts)


def test_the_summary_counts_and_names_what_was_passed_over(graded) -> None:
    """Totals agree with the lines; a link, a pipe and a note have their reasons."""
    summary = graded.summary
    counts: dict[str, int] = {}
    for verdict in graded.verdicts:
        counts[verdict["status"]] = counts.get(verdict["status"], 0) + 1
    assert (summary["total"], summary["by_status"], summary["interrupted"]) == (16, counts, False)
    reasons = {s["path"].rsplit("/", 1)[1]: s["reason"] for s in summary["skipped"]}
    assert reasons == {
        "notes.md": "it is not a Python file",
        "link.py": "it is a symbolic link",
        "pipe.py": "it is not a regular file",
    }


def test_standard_output_is_json_lines_alone(graded) -> None:
    """Whatever programs print, on whatever descriptor; every record fits its checked-in schema; nothing on stderr."""
    for record in graded.records:
        SCHEMAS["summary" if record["schema"] == "handgrad.summary/v1" else "verdict"].validate(record)
    assert graded.out.isascii()
    assert graded.err == ""
    assert graded.code == 1
    noisy = next(v for v in graded.verdicts if v["path"].endswith("AC_noisy.py"))
    assert "garbage" in noisy["output"]["text"]


@pytest.mark.parametrize("kind", ["verdict", "summary"])
def test_the_checked_in_schemas_are_current(kind, handgrad) -> None:
    """docs/schema/ is what `handgrad schema` prints."""
    printed = handgrad("schema", kind)
    assert printed.code == 0
    assert printed.out == (ROOT / "docs" / "schema" / f"{kind}.schema.json").read_text()


def test_formats_to_a_folder_and_a_file(mixed, tmp_path, handgrad) -> None:
    """HTML makes a folder with an index and the sheet of grades, CSV a file; every submission is told of; --exit-zero is 0."""
    paths = [mixed / "AC_noisy.py", mixed / "WA_kl_sign.py"]
    done = handgrad(
        "grade", *paths, "--problem", STEM, "--format", "html", "--output", tmp_path / "r", "--exit-zero"
    )
    assert done.code == 0
    assert "AC" in done.out
    assert len((tmp_path / "r" / "grades.csv").read_text().splitlines()) == 3
    pages = sorted(p.name for p in (tmp_path / "r").rglob("*.html"))
    assert "index.html" in pages
    assert len(pages) == 3
    done = handgrad(
        "grade", *paths, "--problem", STEM, "--format", "csv", "--output", tmp_path / "new" / "g.csv"
    )
    assert done.code == 1
    assert len((tmp_path / "new" / "g.csv").read_text().splitlines()) == 3
    refused = handgrad("grade", *paths, "--problem", STEM, "--format", "html")
    assert refused.code == 2
    assert "add --output DIR" in refused.err


def test_one_file_by_its_own_name_from_anywhere(course_copy, tmp_path, handgrad) -> None:
    """FILE alone: the stem is its name; the course is an option, the environment, or the nearest parent."""
    file = tmp_path / f"{STEM}.py"
    file.write_text(program())
    by_option = handgrad("grade", file, "--course", course_copy, "--format", "json", cwd=Path("/"))
    assert (by_option.code, by_option.verdicts[0]["student"]) == (0, None)
    by_parent = handgrad("grade", file, "--case", "example", cwd=course_copy / "problems")
    assert by_parent.code == 0
    assert "AC" in by_parent.out
    env = {"HANDGRAD_COURSE": str(course_copy), "NO_COLOR": "1"}
    by_environment = handgrad(
        "grade", "-", "--problem", STEM, stdin=program().encode(), cwd=Path("/"), env=env
    )
    assert by_environment.code == 0
    assert "\x1b" not in by_environment.out + by_environment.err


def test_a_class_by_students(tmp_path, handgrad) -> None:
    """DIR alone reads DIR/<student>/<stem>.py and says whose each is."""
    for student in ("s01", "s02"):
        (tmp_path / student).mkdir()
        (tmp_path / student / f"{STEM}.py").write_text("def solve(x): ...\n")
    done = handgrad("grade", tmp_path, "--format", "json", "--jobs", 2)
    assert {v["student"] for v in done.verdicts} == {"s01", "s02"}
    assert {v["status"] for v in done.verdicts} == {"CE"}


def test_advice_case_and_levels(tmp_path, handgrad) -> None:
    """--inspection advise runs what it objects to; --case judges one; each level is granted or refused in words."""
    file = tmp_path / "x.py"
    file.write_text(program().replace("import torch\n", "import torch\nfrom torch import autograd\n", 1).replace(
        "    return torch.cat", "    autograd.grad\n    return torch.cat", 1))  # fmt: skip
    one = ("grade", file, "--problem", STEM, "--format", "json", "--case", "example")
    for level in ("process", "confined", "full"):
        done = handgrad(*one, "--inspection", "advise", "--isolation", level)
        (verdict,) = done.verdicts
        if verdict["status"] == "JE":
            assert done.code == 4
            assert level in verdict["message"]
            continue
        assert verdict["isolation"]["level"] == level
        assert (verdict["inspection"], [c["name"] for c in verdict["cases"]]) == ("advise", ["example"])
        assert any(f["severity"] == "error" for f in verdict["findings"])
    enforced = handgrad(*one)
    assert (enforced.verdicts[0]["status"], enforced.code) == ("RV", 1)


def test_colour_is_only_where_it_is_wanted(mixed) -> None:
    """A terminal gets colour; NO_COLOR takes it away there too; a pipe never has any."""
    command = [sys.executable, "-m", "harness", "grade", str(mixed / "CE_empty.py"), "--problem", STEM]
    shown = {}
    for name, extra in (
        ("plain", {"TERM": "xterm-256color"}),
        ("without", {"TERM": "xterm-256color", "NO_COLOR": "1"}),
    ):
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            command, cwd=ROOT, env=environment(**extra), stdout=theirs, stderr=theirs
        ) as process:
            os.close(theirs)
            text = b""
            with contextlib.suppress(OSError):  # the terminal's end is an error on Linux
                while chunk := os.read(ours, 65536):
                    text += chunk
            process.wait(60)
        os.close(ours)
        shown[name] = text
    assert b"\x1b[3" in shown["plain"] or b"\x1b[1;3" in shown["plain"]
    assert not re.search(rb"\x1b\[[\d;]*3\d", shown["without"])
    assert b"cannot be loaded" in shown["without"] or b"CE" in shown["without"]


def test_a_reader_that_goes_away_is_no_fault(mixed) -> None:
    """`handgrad grade ... | head -1` ends quietly."""
    command = [
        sys.executable,
        "-m",
        "harness",
        "grade",
        str(mixed / "CE_empty.py"),
        str(mixed / "CE_binary.py"),
    ]
    process = subprocess.Popen([*command, "--problem", STEM, "--format", "json"], cwd=ROOT, env=environment(),
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    process.stdout.close()
    err = process.stderr.read().decode()
    process.stderr.close()
    process.wait(60)
    assert "Traceback" not in err
    assert "Exception ignored" not in err


@pytest.mark.parametrize("after", [1, 4, 9])
def test_an_interrupt_still_ends_with_a_summary(tmp_path, after) -> None:
    """Ctrl-C in mid-run, wherever it lands: whole lines, a summary that says so, 130, and no process left."""
    for number in range(200):
        (tmp_path / f"p{number}.py").write_text(f"# {number}\n{program()}")
    process = subprocess.Popen(
        [sys.executable, "-m", "harness", "grade", str(tmp_path), "--problem", STEM, "--format", "json", "--jobs", "1"],
        cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    first = b"".join(process.stdout.readline() for _ in range(after))
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    assert children
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    records = [json.loads(line) for line in (first + out).splitlines()]
    assert process.returncode == 130
    assert records[-1]["schema"] == "handgrad.summary/v1"
    assert records[-1]["interrupted"] is True
    assert records[-1]["total"] == len(records) - 1 < 200
    assert b"Traceback" not in err
    for _ in range(50):
        left = [pid for pid in children if Path(f"/proc/{pid}").exists()]
        if not left:
            break
        time.sleep(0.1)
    assert not left
