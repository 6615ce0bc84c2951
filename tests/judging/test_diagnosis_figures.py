"""The figures of diagnosis, on draws that no golden holds: slow, and the only proof that the names can be trusted."""

import re
from collections.abc import Callable
from itertools import cycle, product

import numpy as np
import pytest

from benchmarks import reliability, trials
from harness.authoring.programs import Program, find_programs
from harness.judging.compare import compare_parts, describe
from harness.judging.diagnosis import diagnose
from harness.judging.evidence import Evidence
from harness.judging.prepared import prepare
from harness.judging.received import receive
from harness.problem.course import Course
from harness.problem.golden import read_golden
from tests.conftest import ROOT, STEM

pytestmark = pytest.mark.slow

DRAWS = 8
SEEDS = 1000


@pytest.fixture(scope="module")
def programs() -> trials.Programs:
    """The reference, and the reference with each known mistake in it."""
    return trials.load()


@pytest.fixture(scope="module")
def named(programs) -> list[str]:
    """The diagnose cases."""
    return [name for name, case in programs.problem.cases.items() if case.diagnose]


def test_a_mistake_is_rejected_and_named_first_on_fresh_draws(programs, named) -> None:
    """In at least 95 % of all pairs of a mistake and a draw, in one formulation or another; rejected in all."""
    ways = cycle(product(trials.PRODUCTS, trials.EXPONENTIALS))
    first, missed = 0, []
    for seed in range(100, 100 + DRAWS):
        cases = trials.draw(programs, named, seed)
        for name, program in programs.wrong.items():
            how = next(ways)
            seen = trials.seen(programs, cases, program, how)
            assert any(case.failing for case in seen), (name, seed, how)
            found = trials.said(programs, seen)
            words = programs.mistakes[name].looks_like
            if found is not None and re.search(
                rf"(looks like|close to) {re.escape(words)}[.,]", found.message
            ):
                first += 1
            else:
                missed.append((name, seed, how, found))
    assert first >= 0.95 * (first + len(missed)), missed


def test_a_right_answer_is_never_given_the_name_of_a_mistake(programs, named) -> None:
    """Every formulation of the right answer, on fresh draws: accepted, and nothing said."""
    for seed in range(200, 200 + DRAWS):
        cases = trials.draw(programs, named, seed)
        for how in product(trials.PRODUCTS, trials.EXPONENTIALS):
            assert trials.said(programs, trials.seen(programs, cases, programs.right, how)) is None, (
                seed,
                how,
            )


def solve_of(program: Program) -> Callable[..., object]:
    """Run a known program's module body here, and give its `solve`."""
    module = {"__name__": "submission"}
    exec(compile(program.text, str(program.path), "exec", dont_inherit=True), module)
    return module["solve"]


# One of the programs warns of a large learning rate, as an honest one may.
@pytest.mark.filterwarnings("ignore:large learning rate")
def test_good_answers_are_accepted_on_a_thousand_seeds(programs, named) -> None:
    """Inputs and noise drawn a thousand times over; every right program stays within tolerance on each of them."""
    solves = {one.path.stem: solve_of(one) for one in find_programs(ROOT, STEM, ("AC",))}
    golden = read_golden(ROOT / "problems" / "golden" / f"{STEM}.safetensors")
    for seed in range(SEEDS):
        cases = trials.draw(programs, named, seed, mistakes=False)
        for name, solve in solves.items():
            for case in cases:
                layout = case.layout.with_tolerances(golden.taus, golden.floors)
                given = list(
                    trials.arguments(tuple(programs.problem.inputs), case.inputs, wide=False).values()
                )
                got = receive(describe(solve(*given)), layout)
                assert got.fault is None, (name, seed)
                rulings = compare_parts(layout, got.parts, case.expected, case.inputs)
                worst = {view.key: float(np.max(ruling.excess)) for view, ruling in rulings}
                assert all(ruling.accepted for _view, ruling in rulings), (name, seed, layout.case, worst)


@pytest.mark.parametrize("stem", Course(ROOT).stems())
def test_every_mistake_of_the_course_is_named_on_its_stored_answer(stem) -> None:
    """Whatever a problem returns and however it is judged: what is stored of a mistake gets that mistake's name."""
    ready = prepare(Course(ROOT), stem)
    for name in {name for stored in ready.stored.values() for name in stored}:
        seen = []
        for case, stored in ready.stored.items():
            golden, layout = ready.golden.cases[case], ready.layouts[case]
            got = {part: value.astype(golden.expected[part].dtype) for part, value in stored[name].items()}
            rulings = tuple(compare_parts(layout, got, golden.expected, golden.inputs))
            seen.append(Evidence(case, layout, golden.inputs, golden.expected, got, rulings, False, stored))
        found = diagnose(seen, None, None, lambda: ready.mistakes)
        assert found is not None, name
        assert found.mistake == name, found


def test_confidence_means_what_it_says() -> None:
    """Over trials of another seed than the page's, the expected calibration error is at most 0.05."""
    table = reliability.bins(reliability.run(700, seed=11))
    assert reliability.calibration_error(table) <= 0.05, table


def test_the_page_holds_a_table_that_keeps_its_promise() -> None:
    """docs/diagnosis.md was written by the script, and says an error of at most 0.05."""
    text = reliability.PAGE.read_text()
    inside = text.partition(reliability.BEGIN)[2].partition(reliability.END)[0]
    stated = re.search(r"Expected calibration error: \*\*([\d.]+)\*\*", inside)
    assert stated is not None
    assert float(stated.group(1)) <= 0.05
