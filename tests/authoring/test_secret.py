"""The secret decides hidden inputs, is never shown, and its goldens never land in the course."""

from pathlib import Path

import pytest

from harness.authoring.secret import PUBLIC, Keys, SecretError, case_key, fingerprint, input_seed, read_keys


def test_without_a_secret_everything_is_public(tmp_path: Path) -> None:
    """Unset and empty mean the same: the public key, the course's own golden folder."""
    for environ in ({}, {"HANDGRAD_SECRET": "", "HANDGRAD_GOLDENS": "/elsewhere"}, {"HANDGRAD_SECRET": "  "}):
        keys = read_keys(tmp_path, environ)
        assert not keys.secret
        assert keys.name == "public"
        assert keys.of(show=False) == PUBLIC
        assert keys.golden("step", tmp_path / "here") == tmp_path / "here"


def test_a_secret_needs_a_folder_for_its_goldens(tmp_path: Path) -> None:
    """A secret without HANDGRAD_GOLDENS is refused, in a sentence that names both and never the secret."""
    with pytest.raises(SecretError, match="HANDGRAD_GOLDENS is not") as caught:
        read_keys(tmp_path, {"HANDGRAD_SECRET": "correct horse"})
    assert "correct horse" not in str(caught.value)


@pytest.mark.parametrize("inside", [".", "problems/golden", "a/../b"])
def test_goldens_under_a_secret_stay_outside_the_course(tmp_path: Path, inside: str) -> None:
    """A folder inside the course would be handed out with it."""
    with pytest.raises(SecretError, match="inside the course"):
        read_keys(tmp_path, {"HANDGRAD_SECRET": "s", "HANDGRAD_GOLDENS": str(tmp_path / inside)})


def test_shown_cases_ignore_the_secret(tmp_path: Path) -> None:
    """Only hidden cases are drawn under the secret, and the golden is told by a fingerprint."""
    course, goldens = tmp_path / "course", tmp_path / "goldens"
    keys = read_keys(course, {"HANDGRAD_SECRET": "s", "HANDGRAD_GOLDENS": str(goldens)})
    assert keys.of(show=True) == PUBLIC
    assert keys.of(show=False) == b"s"
    assert keys.name == fingerprint(b"s") != fingerprint(b"t")
    assert keys.golden("step", course / "step.safetensors") == goldens / "step.safetensors"


def test_the_secret_is_never_printed() -> None:
    """Not even by the repr that a debugger or a log would show."""
    keys = Keys(b"correct horse", "name")
    assert "horse" not in repr(keys)
    assert "horse" not in keys.name


def test_every_field_of_a_case_key_matters() -> None:
    """Key, stem, case and attempt each change the draw, and no two of them run together."""
    base = case_key(b"k", "ab", "c", 0)
    others = [case_key(b"l", "ab", "c", 0), case_key(b"k", "a", "bc", 0), case_key(b"k", "ab", "d", 0)]
    others.append(case_key(b"k", "ab", "c", 1))
    assert len({base, *others}) == 5
    assert input_seed(base, "x") != input_seed(base, "w")
    assert 0 <= input_seed(base, "x") < 2**63


def test_the_public_draw_is_fixed_for_good() -> None:
    """Changing how seeds are made would change every shown case of every course: it must be noticed."""
    assert case_key(PUBLIC, "step", "shown").hex()[:16] == "19e187b5b24296c0"
    assert input_seed(case_key(PUBLIC, "step", "shown"), "x") == 6480950357708538318
