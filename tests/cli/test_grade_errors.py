"""What goes wrong around a submission: usage, an unsound problem, a full disk. A sentence and an exit code each."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, STEM, environment
from tests.judging.programs import program


@pytest.fixture
def file(tmp_path):
    path = tmp_path / f"{STEM}.py"
    path.write_text(program())
    return path


def check_sentence(err: str) -> None:
    """One or two sentences that fit on a screen."""
    assert 0 < len(err.strip()) < 700, err


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["grade"], "Missing argument"),
        (["grade", "nowhere.py"], "nowhere.py does not exist"),
        (["grade", "README.md"], "README.md does not say which problem it solves"),
        (["grade", "nowhere.py", "--problem", STEM], "nowhere.py does not exist"),
        (["grade", "-"], "add --problem STEM"),
        (["grade", "submissions", "--problem", "train_vae"], "train_vae"),
        (["grade", "submissions", "--course", "/nowhere"], "/nowhere"),
        (["grade", "submissions", "--format", "yaml"], "yaml"),
        (["grade", "submissions", "--jobs", "0"], "jobs"),
        (["grade", "submissions", "--isolation", "none"], "isolation"),
        (["graed", "x.py"], "Did you mean 'grade'?"),
        (["problems", "--course", "/nowhere"], "/nowhere"),
        (["schema", "verdicts"], "verdict"),
    ],
)
def test_usage_is_2_with_what_to_do(handgrad, args, words, tmp_path) -> None:
    """A slip in the command: exit 2, a sentence, nothing on standard output."""
    (tmp_path / "README.md").write_text("")
    done = handgrad(*args, cwd=tmp_path, env={"HANDGRAD_COURSE": str(ROOT)})
    assert (done.code, done.out) == (2, "")
    assert words in done.err
    check_sentence(done.err)


def test_an_unknown_case_is_said_with_the_cases_there_are(handgrad, file) -> None:
    """--case with a slip names the choices and costs no zygote's wait."""
    done = handgrad("grade", file, "--case", "exmaple", "--format", "json")
    assert done.code in {2, 3}
    assert "example" in done.out + done.err


def test_nothing_to_grade_is_5(handgrad, tmp_path) -> None:
    """An empty folder, and one where nothing fits: said on standard error; JSON still ends with a summary."""
    (tmp_path / "empty").mkdir()
    done = handgrad("grade", tmp_path / "empty", "--format", "json")
    assert done.code == 5
    assert done.summary["total"] == 0
    assert "Nothing to grade" in done.err
    (tmp_path / "empty" / "x.txt").write_text("")
    done = handgrad("grade", tmp_path / "empty", "--format", "json")
    assert (done.code, len(done.summary["skipped"])) == (5, 1)


def break_golden(course, how):
    golden = course / "problems" / "golden" / f"{STEM}.safetensors"
    if how == "missing":
        golden.unlink()
    elif how == "corrupt":
        data = bytearray(golden.read_bytes())
        data[-5] ^= 1
        golden.write_bytes(bytes(data))
    elif how == "cut short":
        golden.write_bytes(golden.read_bytes()[:1000])
    elif how == "stale":
        reference = course / "reference" / f"{STEM}.py"
        reference.write_text(reference.read_text() + "# changed\n")
    elif how == "spec":
        spec = course / "problems" / f"{STEM}.yaml"
        spec.write_text(spec.read_text().replace("returns: flat", "returns: flatt"))
    elif how == "no reference":
        (course / "reference" / f"{STEM}.py").unlink()


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("missing", "no golden file"),
        ("corrupt", "damaged"),
        ("cut short", "damaged"),
        ("stale", "stale"),
        ("spec", "returns"),
        ("no reference", "reference"),
    ],
)
def test_an_unsound_problem_is_a_line_for_each_file_and_3(
    handgrad, course_copy, tmp_path, how, words
) -> None:
    """The author's fault: JE without a score for every file, exit 3, and what to run."""
    for student in ("s01", "s02"):
        (tmp_path / "in" / student).mkdir(parents=True)
        (tmp_path / "in" / student / f"{STEM}.py").write_text(program())
    break_golden(course_copy, how)
    done = handgrad("grade", tmp_path / "in", "--course", course_copy, "--format", "json")
    assert done.code == 3
    assert [(v["status"], v["score"]) for v in done.verdicts] == [("JE", None)] * 2
    assert all(words in v["message"] for v in done.verdicts)
    assert done.summary["by_status"] == {"JE": 2}


def test_an_unreadable_file_is_a_judge_error_and_the_others_are_judged(tmp_path) -> None:
    """Permission denied: JE, 4, and the file beside it keeps its verdict; a closed folder is passed over in words."""
    without: list[str] = []
    if os.geteuid() == 0:
        # Root reads everything, unless it gives that up.
        lost = "-dac_override,-dac_read_search"
        without = ["setpriv", f"--bounding-set={lost}", f"--inh-caps={lost}"]
        if not shutil.which("setpriv") or subprocess.run([*without, "true"], check=False).returncode:
            pytest.skip("root cannot give up reading everything here")
    (tmp_path / "a.py").write_text("")
    (tmp_path / "b.py").write_text("")
    (tmp_path / "b.py").chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    done = subprocess.run([*without, sys.executable, "-m", "harness", "grade", str(tmp_path), "--problem", STEM,
                           "--format", "json"], cwd=ROOT, env=environment(), capture_output=True, check=False)  # fmt: skip
    (tmp_path / "closed").chmod(0o700)
    assert done.returncode == 4
    a, b, summary = sorted(
        map(json.loads, done.stdout.splitlines()), key=lambda record: record.get("path", "z")
    )
    assert (a["status"], b["status"], b["score"]) == ("CE", "JE", None)
    assert b["message"] == "The file cannot be read: Permission denied. Check its permissions."
    assert [s["reason"] for s in summary["skipped"]] == ["the folder cannot be read (Permission denied)"]
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("format_", "target"), [("html", "report"), ("csv", "grades.csv"), ("json", "v.json")]
)
def test_a_full_disk_leaves_nothing_half_written(handgrad, file, tmp_path, format_, target) -> None:
    """Exit 4, the place and the reason; what was there before is still whole."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k,nr_inodes=8", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("needs the right to mount a tiny disk")
    try:
        (disk / "fill").write_bytes(b"x" * 12288)
        for number in range(2):
            (tmp_path / "in" / f"s{number}").mkdir(parents=True)
            (tmp_path / "in" / f"s{number}" / f"{STEM}.py").write_text("#" * 9000 + "\n")
        if format_ != "html":
            (disk / target).write_text("what was there")
        done = handgrad("grade", tmp_path / "in", "--format", format_, "--output", disk / target)
        assert done.code == 4
        assert "cannot be written: No space left on device" in done.err
        check_sentence(done.err)
        left = {p.name for p in disk.rglob("*") if p.is_file()} - {"fill"}
        if format_ != "html":
            assert left == {target}
            assert (disk / target).read_text() == "what was there"
        else:
            assert not any(name.startswith(".handgrad") for name in left)
            assert all((disk / target / name).read_text().endswith("</html>\n") for name in left)
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_place_that_cannot_be_written(handgrad, file, tmp_path) -> None:
    """A file where a folder must be, or the other way round."""
    (tmp_path / "plain").write_text("")
    done = handgrad(
        "grade", file, "--format", "csv", "--output", tmp_path / "plain" / "x.csv", "--case", "example"
    )
    assert done.code == 4
    assert "plain" in done.err
    check_sentence(done.err)
    done = handgrad("grade", file, "--format", "csv", "--output", tmp_path)
    assert done.code == 2
    assert "is a folder" in done.err
