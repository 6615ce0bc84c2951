"""`handgrad rules`: the list and the pages, in a checkout and in an installed wheel alike."""

import os
import pty
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from harness.rules.page import read_page
from harness.rules.registry import RULES, documentation
from tests.cli.test_light import HEAVY, imported
from tests.conftest import ROOT, environment


def test_the_list_has_every_rule_with_code_name_severity_and_title(handgrad) -> None:
    """One line a rule, in the order of the codes."""
    ran = handgrad("rules")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert len(lines) == len(RULES)
    assert lines == sorted(lines)
    for rule, line in zip(sorted(RULES, key=lambda r: r.code), lines, strict=True):
        severity = read_page(rule.name).severity
        assert re.split(r"  +", line) == [rule.code, rule.name, severity, rule.title]


@pytest.mark.parametrize("asked", ["HG006", "hg006", "import-allow-list", "import_allow_list"])
def test_a_pipe_gets_the_page_as_it_was_written(handgrad, asked: str) -> None:
    """Code or name, in any case: the Markdown, byte for byte."""
    ran = handgrad("rules", asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == (ROOT / documentation("import-allow-list")).read_text("utf-8")


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ("HG011x", "Did you mean HG011?"),
        ("autogard", "Did you mean autograd?"),
        ("qqqq", "`handgrad rules` lists them all."),
        ("\x1b[31m", "lists them all"),
        ("x" * 5000, "lists them all"),
    ],
)
def test_an_unknown_rule_is_wrong_use_and_the_nearest_is_offered(handgrad, asked: str, hint: str) -> None:
    """Exit code 2, a sentence, nothing on standard output."""
    ran = handgrad("rules", asked)
    assert (ran.code, ran.out) == (2, "")
    assert hint in ran.err
    assert "\x1b" not in ran.err
    assert len(ran.err) < 500


def on_a_terminal(*args: str, **env: str) -> str:
    """What a command shows on a terminal."""
    master, slave = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "harness", *args], cwd=ROOT, stdin=slave, stdout=slave, stderr=slave,
                          env={**environment(), "TERM": "xterm", **env}) as process:  # fmt: skip
        os.close(slave)
        shown = b""
        while True:
            try:
                more = os.read(master, 65536)
            except OSError:
                # A terminal whose other side is closed reads as an error.
                break
            if not more:
                break
            shown += more
    os.close(master)
    assert process.returncode == 0
    return shown.decode().replace("\r\n", "\n")


def test_a_terminal_gets_light_styling_and_every_word() -> None:
    """Headings and code stand out, the marks of Markdown are gone, and no word is."""
    shown = on_a_terminal("rules", "HG001")
    assert "\x1b[1mHG001 autograd\x1b[0m" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b" not in plain
    assert "```" not in plain
    page = re.sub(r"```\w*|^#+ |`", "", read_page("autograd").markdown, flags=re.MULTILINE)
    assert plain.split() == page.split()


def test_no_color_gets_the_page_as_it_was_written() -> None:
    """NO_COLOR is honoured on a terminal too."""
    assert on_a_terminal("rules", "HG001", NO_COLOR="1") == read_page("autograd").markdown


@pytest.mark.parametrize(
    "args", [["rules"], ["rules", "HG001"], ["rules", "nonsense"], ["rules", "--help"]], ids=" ".join
)
def test_nothing_heavy_is_imported(args: list[str]) -> None:
    """A page is shown in a blink."""
    names, done = imported(*args)
    assert done.returncode in {0, 2}
    assert not names & HEAVY


def test_checking_as_sarif_imports_nothing_heavy() -> None:
    """An editor asks for it at every save."""
    names, done = imported(
        "check", str(ROOT / "tests/rules/autograd/bad/plain_backward.py"), "--format", "sarif"
    )
    assert (done.returncode, done.stdout[:10]) == (0, '{"$schema"')
    assert not names & HEAVY


def test_the_package_sees_the_pages_of_the_documentation() -> None:
    """One set of pages: the package's folder is a link, and says so relative to any checkout."""
    link = ROOT / "harness" / "rules" / "pages"
    assert link.is_symlink()
    assert link.readlink() == Path("../../docs/rules")


@pytest.mark.slow
def test_a_wheel_holds_every_page_and_shows_it(tmp_path: Path) -> None:
    """Installed far from any checkout, `handgrad rules` still knows what to say."""
    if find_spec("setuptools") is None:
        pytest.skip("setuptools is not installed here, and building a wheel needs it")
    source = tmp_path / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    for name in ("harness", "docs"):
        shutil.copytree(
            ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
        )
    build = f"from setuptools.build_meta import build_wheel; build_wheel({str(tmp_path)!r})"
    subprocess.run([sys.executable, "-c", build], cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    shutil.rmtree(source)
    for rule in RULES:
        done = subprocess.run([sys.executable, "-m", "harness", "rules", rule.code], cwd=tmp_path, check=True,
                              capture_output=True, env={**environment(), "PYTHONPATH": str(installed)})  # fmt: skip
        assert done.stdout.decode() == read_page(rule.name).markdown
