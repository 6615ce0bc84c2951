"""`--check` tells apart why a golden no longer stands."""

from dataclasses import replace

import numpy as np
import pytest

from harness.authoring.check import check
from harness.authoring.secret import Keys, fingerprint
from harness.problem.golden import read_golden, write_golden


def checked(author, keys=Keys()):  # noqa: B008 - frozen
    return check(author.problem, author.reference, author.golden, keys)


def causes(author, keys=Keys()):  # noqa: B008 - frozen
    return [cause for cause, _ in checked(author, keys).causes]


def tamper(author, **changes):
    golden = read_golden(author.golden)
    write_golden(author.golden, replace(golden, **changes))


def tamper_case(author, name, **changes):
    cases = dict(read_golden(author.golden).cases)
    cases[name] = replace(
        cases[name], **{key: change(getattr(cases[name], key)) for key, change in changes.items()}
    )
    tamper(author, cases=cases)


def test_a_golden_just_built_is_fresh(author) -> None:
    """No cause, no drift, one line."""
    author.store()
    result = checked(author)
    assert result.fresh
    assert not result.causes
    assert [drift.distance for drift in result.cases] == [0.0, 0.0]
    assert result.lines() == ["step: fresh (2 cases)"]


def test_missing_and_corrupt(author) -> None:
    """There is nothing to compare, and the two are not the same."""
    assert causes(author) == ["missing"]
    author.store()
    author.golden.write_bytes(author.golden.read_bytes()[:-3])
    assert causes(author) == ["corrupt"]
    assert not checked(author).fresh


def test_a_changed_spec(author) -> None:
    """Cases may be others, so no numbers are compared; what no golden depends on is no change."""
    author.store()
    author.edit("title: One step", "title: A step", spec=True)
    assert causes(author) == []
    author.edit("lr: 0.5, seed: 0", "lr: 0.25, seed: 0", spec=True)
    result = checked(author)
    assert [cause for cause, _ in result.causes] == ["spec"]
    assert not result.cases
    assert "in case `shown` `lr` was 0.5" in result.lines()[0]


def test_a_changed_reference_with_and_without_other_answers(author) -> None:
    """A comment makes a golden stale and nothing drifts; another formula drifts, by so many tolerances."""
    author.store()
    author.edit("    return w - lr * g", "    # Down the slope.\n    return w - lr * g")
    assert causes(author) == ["reference"]
    author.edit("return w - lr * g", "return w - lr * g * 1.01")
    result = checked(author)
    assert [cause for cause, _ in result.causes] == ["reference", "drift"]
    assert {drift.case for drift in result.cases if drift.distance > 50} == {"shown", "hidden"}
    assert any("case shown: view w/all is" in line for line in result.lines())


def test_another_key(author) -> None:
    """Drawn under another secret, or under none: said with both names, and inputs are not blamed."""
    author.store()
    keys = Keys(b"s", fingerprint(b"s"))
    result = checked(author, keys)
    assert [cause for cause, _ in result.causes] == ["key"]
    assert f"under the public key, not the secret {fingerprint(b's')}" in result.lines()[0]
    author.store(keys)
    assert causes(author, keys) == []
    assert causes(author, Keys(b"t", fingerprint(b"t"))) == ["key"]


def test_a_secret_golden_is_checked_without_the_secret(author) -> None:
    """Whoever grades needs no secret, and can still see that nothing drifted; that much is said."""
    author.store(Keys(b"s", fingerprint(b"s")))
    result = checked(author)
    assert result.fresh
    assert [cause for cause, _ in result.causes] == ["secret"]
    assert "which is not set here" in result.lines()[0]
    tamper_case(author, "hidden", expected=lambda parts: {"w": parts["w"] * 1.1})
    assert causes(author) == ["secret", "drift"]
    author.store(Keys(b"s", fingerprint(b"s")))
    tamper_case(author, "shown", inputs=lambda arrays: {**arrays, "x": arrays["x"] * np.float32(1.01)})
    assert "inputs" in causes(author)


def test_other_tolerances(author) -> None:
    """A golden that tolerates more than its spec would hide drift and accept wrong answers."""
    author.store()
    tamper(author, taus={"w/all": 0.5})
    assert causes(author) == ["tolerance"]


def test_another_stream(author) -> None:
    """Under another stream inputs and noise are other numbers; the stored answer to the stored noise is no drift."""
    author.store()
    case = read_golden(author.golden).cases["hidden"]
    x, w = (case.inputs[name].astype(np.float64) for name in ("x", "w"))
    eps = np.roll(case.draws["eps"], 1)
    expected = w - 0.5 * 2 / len(x) * (x.T @ (x @ w - eps))
    tamper(author, stream="0" * 16)
    tamper_case(author, "hidden", draws=lambda _: {"eps": eps}, expected=lambda _: {"w": expected})
    assert causes(author) == ["stream"]


def test_another_library_version_alone_is_a_remark(author) -> None:
    """The golden stands as long as nothing drifts; both versions are named."""
    author.store()
    tamper(author, versions={**read_golden(author.golden).versions, "torch": "2.6.0"})
    result = checked(author)
    assert result.fresh
    assert [cause for cause, _ in result.causes] == ["version"]
    assert "built with torch 2.6.0, checked with" in result.lines()[0]


def test_drift_is_measured_in_tolerances(author) -> None:
    """A stored answer that is off by three tolerances is reported as three; last bits are no drift."""
    author.store()
    case = read_golden(author.golden).cases["hidden"]
    moved = np.abs(case.expected["w"] - case.inputs["w"]).max()
    tamper_case(author, "hidden", expected=lambda parts: {"w": parts["w"] + 3e-4 * moved})
    result = checked(author)
    assert [cause for cause, _ in result.causes] == ["drift"]
    assert [drift.distance for drift in result.cases] == [0.0, pytest.approx(3, rel=0.1)]
    author.store()
    tamper_case(author, "hidden", expected=lambda parts: {"w": parts["w"] * (1 + 1e-12)})
    assert checked(author).fresh


@pytest.mark.parametrize("what", ["inputs", "draws"])
def test_inputs_and_draws_that_nobody_drew(author, what: str) -> None:
    """A file with other inputs or noise than this course draws is not this course's, though its answers agree."""
    name = {"inputs": "x", "draws": "eps"}[what]
    author.store()
    tamper_case(author, "shown", **{what: lambda arrays: {**arrays, name: arrays[name] * np.float32(1.01)}})
    assert what in causes(author)
    author.store()
    tamper_case(
        author, "shown", **{what: lambda arrays: {**arrays, name: arrays[name] * np.float32(1 + 2e-7)}}
    )
    assert what not in causes(author)
