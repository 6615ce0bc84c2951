"""Finding a course, a problem in it, and a road through its prerequisites."""

from pathlib import Path

import pytest

from harness.problem.course import Course, check_graph, find_course, is_stem
from harness.problem.errors import CourseError
from harness.problem.spec import load_problem


@pytest.fixture
def course(tmp_path) -> Course:
    (tmp_path / "problems").mkdir()
    for name in ("kl_diag.yaml", "adam_step.yaml", "Not-a-stem.yaml", "notes.txt"):
        (tmp_path / "problems" / name).write_text("title: T\n")
    return Course(tmp_path)


def test_paths_follow_from_the_stem(course):
    """One stem, five places."""
    assert course.stems() == ("adam_step", "kl_diag")
    root = course.root
    assert course.spec("kl_diag") == root / "problems" / "kl_diag.yaml"
    assert course.reference("kl_diag") == root / "reference" / "kl_diag.py"
    assert course.mistakes("kl_diag") == root / "problems" / "mistakes" / "kl_diag.yaml"
    assert course.golden("kl_diag") == root / "problems" / "golden" / "kl_diag.safetensors"


@pytest.mark.parametrize("ask", ["spec", "reference", "mistakes", "golden"])
def test_an_unknown_stem_offers_the_nearest(course, ask):
    """Whatever is asked about it."""
    with pytest.raises(CourseError, match=r"there is no problem `kl_daig` in .*\. Did you mean `kl_diag`\?"):
        getattr(course, ask)("kl_daig")


@pytest.mark.parametrize(
    "stem", ["../kl_diag", "kl_diag.yaml/..", "", "KL_DIAG", "kl diag", "é", "/etc/passwd", "a\0b"]
)
def test_what_is_no_stem_reaches_no_file(course, stem):
    """A name is never a path."""
    assert not is_stem(stem)
    assert not course.has(stem)
    with pytest.raises(CourseError, match="there is no problem"):
        course.spec(stem)


def test_an_empty_course_has_nothing_to_offer(tmp_path):
    """A sentence without a list."""
    (tmp_path / "problems").mkdir()
    with pytest.raises(CourseError) as caught:
        Course(tmp_path).spec("a")
    assert str(caught.value) == f"there is no problem `a` in {tmp_path / 'problems'}."


def test_the_option_goes_before_the_variable_before_the_parents(course, tmp_path, monkeypatch):
    """The contract of `--course`."""
    monkeypatch.delenv("HANDGRAD_COURSE", raising=False)
    other, third = tmp_path / "other", tmp_path / "third"
    deep = tmp_path / "submissions" / "class" / "s01"
    for folder in (other / "problems", third / "problems", deep):
        folder.mkdir(parents=True)
    assert find_course(None, deep) == course
    monkeypatch.chdir(deep)
    assert find_course() == course
    monkeypatch.setenv("HANDGRAD_COURSE", str(other))
    assert find_course(None, deep) == Course(other)
    assert find_course(third, deep) == Course(third)


def test_no_course_says_how_to_name_one(tmp_path, monkeypatch):
    """For each way in which there can be none."""
    monkeypatch.delenv("HANDGRAD_COURSE", raising=False)
    with pytest.raises(CourseError, match=r"name one with --course or HANDGRAD_COURSE"):
        find_course(None, tmp_path)
    with pytest.raises(CourseError, match=r"has no `problems` folder\. .*\(--course names this one\)"):
        find_course(tmp_path, tmp_path)
    monkeypatch.setenv("HANDGRAD_COURSE", str(tmp_path))
    with pytest.raises(CourseError, match=r"\(HANDGRAD_COURSE names this one\)"):
        find_course(None, tmp_path)


def test_a_problem_is_loaded_by_stem_or_by_file(root):
    """The same problem either way; a file that is not there is told."""
    by_stem = load_problem("train_vae_end_to_end", Course(root))
    assert load_problem(root / "problems" / "train_vae_end_to_end.yaml") == by_stem
    assert load_problem(str(root / "problems" / "train_vae_end_to_end.yaml")) == by_stem
    with pytest.raises(CourseError, match="there is no problem `train_vae`"):
        load_problem("train_vae", Course(root))
    with pytest.raises(CourseError, match="`Bad-Name` cannot be a problem's name"):
        load_problem(Path("Bad-Name.yaml"))


def test_prerequisites_exist_and_form_no_cycle():
    """A diamond is fine; a cycle is spelled out; a missing stem is named."""
    check_graph({"a": (), "b": ("a",), "c": ("a",), "d": ("b", "c"), "e": ("d", "a")})
    check_graph({})
    with pytest.raises(CourseError, match=r"cycle: `b` requires `d` requires `c` requires `b`\."):
        check_graph({"a": (), "b": ("a", "d"), "c": ("b",), "d": ("c",)})
    with pytest.raises(CourseError, match="cycle: `a` requires `a`"):
        check_graph({"a": ("a",)})
    with pytest.raises(
        CourseError, match=r"`b` requires `aa`, which is no problem of this course. Did you mean `a`\?"
    ):
        check_graph({"a": (), "b": ("aa",)})


def test_a_long_chain_is_no_recursion():
    """Ten thousand problems in a row."""
    check_graph({f"p{i}": (f"p{i - 1}",) if i else () for i in range(10_000)})
