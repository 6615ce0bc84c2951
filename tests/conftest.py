"""One judge for the whole session, small courses on disk, and the command line as a stranger calls it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from harness.judging import pipeline
from harness.judging.judge import Judge
from harness.judging.pipeline import Draft, Submission
from harness.judging.prepared import Prepared, prepare
from harness.judging.verdict import Verdict
from harness.problem.certificate import Certificate
from harness.problem.course import Course
from harness.problem.golden import Golden, GoldenCase, hash_file, write_golden
from harness.problem.spec import Problem, load_problem

ROOT = Path(__file__).parents[1]
STEM = "train_vae_end_to_end"
KNOWN = ROOT / "submissions" / "known" / STEM


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the repository, a course."""
    return ROOT


@pytest.fixture(scope="session")
def judge() -> Iterator[Judge]:
    """A real judge on the real course, with one zygote for every test that only needs verdicts."""
    with Judge(ROOT, batch=True) as judge:
        yield judge


@pytest.fixture(scope="session")
def prepared(judge: Judge) -> Prepared:
    """The real problem, ready for judging."""
    return judge.prepare(STEM)


@dataclass
class Small:
    """A course of one problem `small` whose golden NumPy wrote; it is run in the session's zygote."""

    root: Path
    judge: Judge

    @property
    def course(self) -> Course:
        return Course(self.root)

    @property
    def problem(self) -> Problem:
        return load_problem("small", self.course)

    def judged(self, source: str | bytes, *, inspection: Any = "enforce", case: str | None = None) -> Verdict:
        """Judge a source with the whole pipeline."""
        data = source.encode() if isinstance(source, str) else source
        draft = Draft(Submission(data, "small", "small.py"), inspection)
        prepared = prepare(self.course, "small", case)
        return pipeline.judge(draft, prepared, self.judge.pool_for(prepared.problem.policy))


Answers = Callable[[Mapping[str, Any]], Mapping[str, Any]]


@pytest.fixture
def small(tmp_path: Path, judge: Judge) -> Callable[..., Small]:
    """Make a course from a spec (without title and statement) and a function from inputs to expected parts."""

    def make(
        spec: str,
        answers: Answers,
        *,
        inputs: Mapping[str, Mapping[str, Any]] | None = None,
        key: str = "public",
        seed: int = 0,
    ) -> Small:
        root = tmp_path / "course"
        for folder in ("problems/golden", "reference"):
            (root / folder).mkdir(parents=True, exist_ok=True)
        # Its path in the text, so that no two tests' problems are one to the zygote.
        (root / "problems" / "small.yaml").write_text(
            f"title: Small\ndifficulty: easy\nstatement: Do it.\n{spec}"
        )
        (root / "reference" / "small.py").write_text(f"# {tmp_path}\ndef solve(*given):\n    return given\n")
        made = Small(root, judge)
        problem = made.problem
        cases = {}
        for number, (name, layout) in enumerate(problem.layouts.items()):
            random = np.random.default_rng([seed, number])
            given: dict[str, Any] = {}
            for argument in problem.inputs:
                flat = [n for n in layout.arrays if n == argument or n.startswith(f"{argument}/")]
                for array in flat:
                    wanted = layout.arrays[array]
                    drawn = random.standard_normal(wanted.shape)
                    given[array] = np.asarray(
                        drawn > 0
                        if wanted.dtype == "bool"
                        else 10 * drawn
                        if wanted.dtype == "int64"
                        else drawn
                    ).astype(wanted.dtype)
                if not flat:
                    given[argument] = layout.scalars[argument]
            given |= (inputs or {}).get(name, {})
            types = {
                part.name: {"float": "f8", "int64": "i8", "bool": "?"}[part.dtype] for part in layout.parts
            }
            expected = {part: np.asarray(value).astype(types[part]) for part, value in answers(given).items()}
            cases[name] = GoldenCase(name, given, {}, expected)
        views = [view for layout in problem.layouts.values() for view in layout.views]
        golden = Golden(
            stem="small",
            spec_sha256=problem.sha256,
            reference_sha256=hash_file(made.course.reference("small")),
            certificate=Certificate(status="uncertified"),
            key=key,
            versions={},
            stream="",
            taus={view.key: view.tau for view in views if view.tau is not None},
            floors={view.key: view.floor for view in views},
            cases=cases,
        )
        write_golden(made.course.golden("small"), golden)
        return made

    return make


@pytest.fixture
def course_copy(tmp_path: Path) -> Path:
    """A copy of the real course that a test may break."""
    copy = tmp_path / "course"
    shutil.copytree(ROOT / "problems", copy / "problems")
    shutil.copytree(ROOT / "reference", copy / "reference", ignore=shutil.ignore_patterns("__pycache__"))
    return copy


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines; strict: NaN and Infinity are refused."""

        def refuse(word: str) -> None:
            raise AssertionError(f"{word} in JSON")

        return [json.loads(line, parse_constant=refuse) for line in self.out.splitlines()]

    @property
    def verdicts(self) -> list[dict[str, Any]]:
        """The verdicts among the records, in the order they came."""
        return [record for record in self.records if record["schema"] == "handgrad.verdict/v1"]

    @property
    def summary(self) -> dict[str, Any]:
        """The summary: the last record and the only one."""
        assert [r["schema"] for r in self.records].count("handgrad.summary/v1") == 1
        assert self.records[-1]["schema"] == "handgrad.summary/v1"
        return self.records[-1]


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: no colour, no course of the caller's."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("HANDGRAD_") and k != "FORCE_COLOR"}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "100", **extra}


@pytest.fixture(scope="session")
def handgrad() -> Callable[..., Ran]:
    """Run `python -m harness ...` from the repository's root, as another program would."""

    def run(
        *args: object, stdin: bytes = b"", cwd: Path = ROOT, env: Mapping[str, str] | None = None, **more: Any
    ) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "harness", *map(str, args)],
            input=stdin,
            cwd=cwd,
            env=environment(**(env or {})),
            capture_output=True,
            timeout=120,
            check=False,
            **more,
        )
        out, err = done.stdout.decode(), done.stderr.decode("utf-8", "replace")
        assert "Traceback" not in err, err
        return Ran(done.returncode, out, err)

    return run
