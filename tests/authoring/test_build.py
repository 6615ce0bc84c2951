"""A golden is the same bytes whenever it is built, and hidden cases follow the secret."""

import numpy as np

from harness.authoring.secret import Keys, fingerprint
from harness.problem.golden import read_golden

SECRET = Keys(b"secret", fingerprint(b"secret"))


def test_two_builds_give_the_same_bytes(author) -> None:
    """Nothing in a golden depends on when, where or how often it is built."""
    author.store()
    first = author.golden.read_bytes()
    author.golden.unlink()
    author.store()
    assert author.golden.read_bytes() == first


def test_the_secret_changes_hidden_inputs_and_leaves_shown_ones(author) -> None:
    """The case in the statement is everyone's; the hidden one is this class's alone."""
    public, secret = author.build().golden, author.build(SECRET).golden
    for name in ("x", "w"):
        np.testing.assert_array_equal(public.cases["shown"].inputs[name], secret.cases["shown"].inputs[name])
        assert not np.array_equal(public.cases["hidden"].inputs[name], secret.cases["hidden"].inputs[name])
    # The secret seeds inputs alone: a case's own seed, and the noise drawn from it, stay.
    assert public.cases["hidden"].inputs["seed"] == secret.cases["hidden"].inputs["seed"] == 1
    np.testing.assert_array_equal(public.cases["hidden"].draws["eps"], secret.cases["hidden"].draws["eps"])
    assert (public.key, secret.key) == ("public", fingerprint(b"secret"))


def test_the_author_is_told_when_hidden_cases_are_public(author) -> None:
    """A sentence, only where there is a hidden case and no secret."""
    (note,) = author.build().notes
    assert "case `hidden` is drawn under the public key" in note
    assert not author.build(SECRET).notes
    author.edit("hidden: {N", "hidden: {show: true, N", spec=True)
    assert not author.build().notes


def test_truth_is_float64_on_float32_inputs_and_draws(author) -> None:
    """The expected values are computed here again, from the stored inputs and draws alone."""
    author.store()
    for case in read_golden(author.golden).cases.values():
        x, w = (case.inputs[name].astype(np.float64) for name in ("x", "w"))
        assert case.draws["eps"].dtype == np.float32
        residual = x @ w - case.draws["eps"].astype(np.float64)
        expected = w - case.inputs["lr"] * 2 / len(x) * (x.T @ residual)
        assert case.expected["w"].dtype == np.float64
        np.testing.assert_allclose(case.expected["w"], expected, rtol=1e-13)


def test_noise_is_measured_against_the_tolerance(author) -> None:
    """float32 is off by something, and by far less than tau."""
    for proof in author.build().proofs.values():
        assert 0 < proof.noise["w/all"] < 0.1


def test_a_view_without_tolerance_gets_one(author) -> None:
    """Where the spec gives no tau, the golden has one: at least ten times the noise, and below half precision."""
    author.edit(", tau: 1e-4", "", spec=True)
    golden = author.build().golden
    (view,) = golden.certificate.views
    assert golden.taus == {"w/all": view.tau}
    assert not view.given
    assert 10 * view.noise <= view.tau < 3e-4
