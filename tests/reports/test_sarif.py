"""SARIF: what GitHub's upload requires, whatever a submission or its name holds, and nothing but findings."""

import io
import json
import os
import shutil
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from harness.judging.verdict import FindingRecord, Summary
from harness.reports import sarif
from harness.reports.fingerprint import line_hashes
from harness.reports.registry import Destination
from harness.rules.finding import Finding, Inspection, LoadFailure
from harness.rules.registry import RULES
from tests.conftest import KNOWN, ROOT, STEM
from tests.reports import samples
from tests.reports.sarif_shape import check_log, check_uri


def read(text):
    """Parse a log strictly and check its shape."""
    assert text.isascii()
    assert text.endswith("}\n")
    assert text.count("\n") == 1

    def refuse(word):
        raise AssertionError(f"{word} in JSON")

    log = json.loads(text, parse_constant=refuse)
    check_log(log)
    return log["runs"][0]


def report(verdicts, summary=None):
    """The run in the log of some verdicts."""
    stream = io.StringIO()
    opened = sarif.open_report(Destination(stream))
    for verdict in verdicts:
        opened.add(verdict)
    opened.finish(summary or samples.summary(verdicts))
    return read(stream.getvalue())


def finding(**over):
    """A finding of the autograd rule on line 5."""
    fields = {"code": "HG001", "rule": "autograd", "severity": "error", "origin": "source", "message": "M.", "help": "H.",
              "line": 5, "column": 3, "end_line": 5, "end_column": 9}  # fmt: skip
    return FindingRecord(**{**fields, **over})


def notices(run):
    """What the run says of itself."""
    return [
        (n["level"], n["message"]["text"])
        for n in run["invocations"][0].get("toolExecutionNotifications", [])
    ]


def test_a_real_run_over_several_submissions_is_one_log(handgrad, tmp_path: Path) -> None:
    """Two findings roads, source and sandbox, beside files that break no rule: one log, and exit code 0."""
    for verdict, name in (("AC", "numpy_inside"), ("WA", "kl_sign"), ("RV", "loss_backward"),
                          ("RV", "shifted_letters_at_run_time"), ("CE", "nul_byte")):  # fmt: skip
        folder = tmp_path / "of the class" / name
        folder.mkdir(parents=True)
        shutil.copy(KNOWN / verdict / f"{name}.py", folder / f"{STEM}.py")
    ran = handgrad("grade", "of the class", "--course", ROOT, "--format", "sarif", cwd=tmp_path,
                   env={"PYTHONPATH": str(ROOT)})  # fmt: skip
    assert ran.code == 0, ran.err
    run = read(ran.out)
    uris = {r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]}
    assert uris == {
        f"of%20the%20class/{name}/{STEM}.py" for name in ("loss_backward", "shifted_letters_at_run_time")
    }
    assert {r["properties"]["origin"] for r in run["results"]} == {"source", "runtime"}
    assert all("partialFingerprints" in r and "ruleIndex" in r for r in run["results"])
    assert notices(run) == [("warning", "Submissions that cannot be loaded: 1.")]
    assert run["invocations"][0]["executionSuccessful"] is True


def test_the_place_is_that_of_the_program(handgrad) -> None:
    """`check` reports the very characters that break the rule."""
    path = f"submissions/known/{STEM}/RV/loss_backward.py"
    ran = handgrad("check", path, "--format", "sarif")
    assert ran.code == 0
    (error,) = (r for r in read(ran.out)["results"] if r["level"] == "error")
    region = error["locations"][0]["physicalLocation"]["region"]
    line = (ROOT / path).read_text().split("\n")[region["startLine"] - 1]
    assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == "loss.backward"
    assert error["ruleId"] == "HG001"


def test_check_of_what_cannot_be_loaded_says_so(handgrad, tmp_path: Path) -> None:
    """No result, and yet no silence; wrong use stays exit code 2 and writes no log."""
    file = tmp_path / "step.py"
    file.write_text("def solve(:\n")
    ran = handgrad("check", file, "--format", "sarif")
    run = read(ran.out)
    assert (ran.code, run["results"]) == (0, [])
    assert run["invocations"][0]["executionSuccessful"] is False
    assert "cannot be loaded" in notices(run)[0][1]
    ran = handgrad("check", tmp_path / "no.py", "--format", "sarif")
    assert (ran.code, ran.out) == (2, "")


def test_every_rule_is_there_with_its_page() -> None:
    """Whoever reads an alert has the page beside it, whether or not the rule was broken."""
    rules = report([])["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == [rule.code for rule in RULES]
    for rule in rules:
        assert rule["help"]["markdown"] == (ROOT / "docs" / "rules" / f"{rule['name']}.md").read_text("utf-8")
    levels = {rule["name"]: rule["defaultConfiguration"]["level"] for rule in rules}
    assert (levels["autograd"], levels["tape"], levels["dynamic-code"]) == ("error", "warning", "error")


@pytest.mark.parametrize("name", samples.ALL)
def test_a_log_holds_the_findings_and_nothing_else(name: str) -> None:
    """As many results as findings; no score, no case, no printed text."""
    verdict = samples.ALL[name]()
    run = report([verdict])
    assert len(run["results"]) == len(verdict.findings)


def test_the_order_of_verdicts_does_not_matter() -> None:
    """Whatever ends first, the log is the same."""
    verdicts = [samples.verdict(f"s{i:02}", "RV", findings=(finding(line=i % 7 + 1),)) for i in range(9)]
    assert report(verdicts) == report(verdicts[::-1])


def test_hostile_text_is_only_text() -> None:
    """Links, escapes and overlong names in a finding cannot act on who reads the alert."""
    (result,) = report([samples.hostile()])["results"]
    assert r"\[bold\]x" in result["message"]["text"]
    long = finding(message="[a](http://b) " * 500)
    (result,) = report([samples.verdict(findings=(long,))])["results"]
    text = result["message"]["text"]
    assert text.startswith(r"\[a\](http://b)")
    assert text.endswith("...")


@pytest.mark.parametrize("pad", range(4))
def test_a_message_is_never_cut_inside_an_escape(pad: int) -> None:
    """Half an escape would swallow what follows it."""
    (result,) = report([samples.verdict(findings=(finding(message="x" * pad + "\\" * 2000),))])["results"]
    body = result["message"]["text"].removesuffix("...").lstrip("x")
    assert len(body) % 2 == 0


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a/b.py", "a/b.py"),
        ("./a//b.py", "a/b.py"),
        ("../b.py", "../b.py"),
        ("a b/100%.py", "a%20b/100%25.py"),
        ("a:b.py", "a%3Ab.py"),
        ("é?#.py", "%C3%A9%3F%23.py"),
        ("-", "-"),
        ("/nowhere/b.py", "file:///nowhere/b.py"),
        (os.fsdecode(b"\xff.py"), "%FF.py"),
        ("\ud800.py", "%EF%BF%BD.py"),
    ],
)
def test_a_path_is_a_relative_reference(path: str, uri: str) -> None:
    """Percent-encoded, so that the file is found again and nothing is read as a scheme, query or fragment."""
    assert sarif.uri(path) == uri
    check_uri(uri)


def test_an_absolute_path_below_the_working_directory_is_made_relative(tmp_path, monkeypatch) -> None:
    """GitHub looks from the root of the checkout; the rest of the machine's layout is left out."""
    monkeypatch.chdir(tmp_path)
    assert sarif.uri(str(tmp_path / "ö" / "b.py")) == "%C3%B6/b.py"
    assert unquote_to_bytes(sarif.uri(str(tmp_path / "ö" / "b.py"))) == "ö/b.py".encode()


@pytest.mark.parametrize(
    ("over", "region"),
    [
        ({}, (5, 3, 5, 9)),
        ({"column": None, "end_line": None, "end_column": None}, (5, 5, 5, 11)),
        ({"line": None, "column": None, "end_line": None, "end_column": None}, (1, 1, 1, 4)),
        ({"line": 99, "column": None, "end_line": None, "end_column": None}, (99, 1, 99, 1)),
        ({"end_line": None, "end_column": None}, (5, 3, 5, 3)),
        ({"end_line": 7, "end_column": 1}, (5, 3, 7, 1)),
        ({"column": 0, "end_column": 0}, (5, 1, 5, 1)),
    ],
)
def test_a_place_is_always_whole(over, region) -> None:
    """Four numbers from 1, the end exclusive and never before the start, whatever was known."""
    (result,) = sarif.results("a.py", "one\n\n\n\n    return\n", [finding(**over)])
    found = result["locations"][0]["physicalLocation"]["region"]
    assert (found["startLine"], found["startColumn"], found["endLine"], found["endColumn"]) == region


def test_without_a_source_there_is_a_result_and_no_fingerprint() -> None:
    """The upload computes what is missing."""
    (result,) = sarif.results("a.py", None, [finding()])
    assert "partialFingerprints" not in result


def test_a_fingerprint_is_the_one_that_the_upload_computes() -> None:
    """Values of the upload's own tests: else it warns of every alert, or opens each anew."""
    repeated = "Lorem ipsum dolor sit amet.\n" * 10
    assert line_hashes("", [1]) == {1: "c129715d7a2bc9a3:1"}
    assert line_hashes(" a\nb\n  \t\tc\n d", range(9)) == {
        1: "271789c17abda88f:1", 2: "54703d4cd895b18:1", 3: "180aee12dab6264:1", 4: "a23a3dc5e078b07b:1",
    }  # fmt: skip
    assert line_hashes(repeated, [1, 6, 7, 10]) == {
        1: "a7f2ff13bc495cf2:1", 6: "a7f2ff13bc495cf2:6", 7: "a7f2ff1481e87703:1", 10: "cc97dc7b1d7d8f7b:1",
    }  # fmt: skip


def test_a_fingerprint_stays_when_lines_above_come_and_go() -> None:
    """An alert that was dismissed stays dismissed."""
    tail = "loss.backward()\n" + "x = 1\n" * 30
    assert line_hashes(tail, [1])[1] == line_hashes("import torch\n\n" + tail, [3])[3]
    assert line_hashes("'\U0001f600'\nx", [2]) == {2: line_hashes("x", [1])[1]}


def test_beyond_what_an_upload_takes_errors_stay_and_the_rest_is_counted(monkeypatch) -> None:
    """The limit holds for what is written and for what is kept, and the log says what is not in it."""
    monkeypatch.setattr(sarif, "MOST_RESULTS", 6)
    monkeypatch.setattr(sarif, "MOST_SHOWN", 4)
    kinds = (finding(severity="warning"), finding(severity="warning", line=2), finding())
    verdicts = [samples.verdict(f"s{i:02}", findings=kinds) for i in range(20)]
    run = report(verdicts)
    assert [r["level"] for r in run["results"]] == ["error"] * 6
    assert run == report(verdicts[::-1])
    assert [level for level, _text in notices(run)] == ["warning", "note"]
    assert notices(run)[0][1].startswith("54 findings are left out")
    assert "GitHub shows the 4 most severe of the 6" in notices(run)[1][1]


def test_the_limits_are_githubs() -> None:
    """25,000 results to an upload, of which 5,000 are shown; 1,024 characters to a text."""
    assert (sarif.MOST_RESULTS, sarif.MOST_SHOWN, sarif.MOST_TEXT) == (25_000, 5_000, 1_024)


def test_an_unfinished_run_is_not_a_clean_one() -> None:
    """A submission that was not judged has no findings, which must not be taken for praise."""
    summary = Summary(total=2, by_status={"JE": 1, "AC": 1}, skipped=(), interrupted=True)
    run = report([], summary)
    assert run["invocations"][0]["executionSuccessful"] is False
    assert [level for level, _text in notices(run)] == ["error", "error"]


def test_findings_beside_a_failure_are_kept() -> None:
    """A file without `solve` may break rules all the same."""
    source = "import torch\ntorch.autograd\n"
    found = Finding("HG001", "autograd", "error", "M.", "H.", 2, 1, 2, 15)
    run = read(sarif.inspection_log("a.py", Inspection(source, (found,), LoadFailure("No solve."))))
    assert len(run["results"]) == 1
    assert notices(run) == [("error", "a.py cannot be loaded: No solve.")]
