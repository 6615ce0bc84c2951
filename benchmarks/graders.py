"""What courses use to grade, each started for every submission as its documentation says, on the same cases.

Those that are not installed are left out with a sentence; `benchmarks/requirements.txt` names them.
"""

import subprocess
from pathlib import Path

from harness.runs.bench.contenders import Command
from harness.runs.bench.workload import Workload

ROOT = Path(__file__).parents[1]
_LOAD = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
import torch
torch.set_num_threads(1)
from harness.runs.bench.peers import Cases, loaded
CASES = Cases(os.environ["BENCH_CASES"])
SOURCE = open(os.environ["BENCH_SUBMISSION"], encoding="utf-8").read()
"""
_PYTEST = """
import pytest
SOLVE = loaded(SOURCE)
@pytest.mark.parametrize("number", range(len(CASES.cases)))
def test_case(number):
    CASES.cases, every = CASES.cases[number:number + 1], CASES.cases
    try:
        assert CASES.passes(SOLVE)
    finally:
        CASES.cases = every
"""
_GRADESCOPE = """
import io, unittest
from gradescope_utils.autograder_utils.decorators import weight
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner
SOLVE = loaded(SOURCE)
class Graded(unittest.TestCase):
    pass
def made(number):
    @weight(1)
    def test(self):
        only = object.__new__(Cases)
        only.tensors, only.cases = CASES.tensors, CASES.cases[number:number + 1]
        self.assertTrue(only.passes(SOLVE))
    return test
for number in range(len(CASES.cases)):
    setattr(Graded, f"test_{number}", made(number))
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Graded)
runner = JSONTestRunner(stream=io.StringIO(), visibility="visible")
runner.run(suite)
sys.exit(0 if runner.json_data["score"] == len(CASES.cases) else 1)
"""


def has(python: str, package: str) -> bool:
    """Tell whether an interpreter could import a package."""
    code = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({package!r}) is None)"
    return subprocess.run([python, "-c", code], check=False).returncode == 0


def found(workload: Workload, python: str) -> tuple[list[Command], list[str]]:
    """Give the graders that this interpreter has, and a sentence for each that it has not."""
    here, absent = [], []
    environment = {"BENCH_CASES": str(workload.cases)}
    for package, name, script, words in (
        (
            "pytest",
            "pytest per submission",
            _PYTEST,
            ("-m", "pytest", "-q", "-p", "no:handgrad", "-p", "no:cacheprovider"),
        ),
        ("gradescope_utils", "gradescope-utils per submission", _GRADESCOPE, ()),
    ):
        if not has(python, package):
            absent.append(f"{name}: not installed, left out.")
            continue
        path = workload.folder / f"test_{package}.py"
        path.write_text(_LOAD + script, encoding="utf-8")
        command = [python, *words, str(path)]
        here.append(
            Command(
                name, lambda file, command=command: ["env", f"BENCH_SUBMISSION={file}", *command], environment
            )
        )
    return here, absent
