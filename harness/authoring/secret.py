"""Which key a case is drawn under, and where goldens drawn under a secret are kept.

Shown cases always use a public constant: their inputs are printed in the statement, so everyone must get the same.
Hidden cases use `HANDGRAD_SECRET` when it is set. The secret seeds inputs and nothing else, is never stored, and is
named in a golden only by a fingerprint, which tells two secrets apart without giving either away.
"""

import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from harness.problem.course import GOLDENS
from harness.problem.errors import CourseError

SECRET = "HANDGRAD_SECRET"  # noqa: S105 - the name of a variable, not a secret
PUBLIC = b"handgrad/public-key/v1"


class SecretError(CourseError):
    """The secret's environment variables contradict each other: a usage error, not a fault of a problem."""


@dataclass(frozen=True)
class Keys:
    """The keys of one run of `handgrad golden`.

    Attributes:
        hidden: the key of hidden cases; `PUBLIC` when no secret is set. Never printed.
        name: "public", or the secret's fingerprint; what a golden's header says.
        goldens: the folder that goldens go to under a secret; None without one. `Course.stored_golden` reads
            there first.
    """

    hidden: bytes = field(default=PUBLIC, repr=False)
    name: str = "public"
    goldens: Path | None = None

    @property
    def secret(self) -> bool:
        """Whether hidden cases are drawn under a secret."""
        return self.hidden != PUBLIC

    def of(self, *, show: bool) -> bytes:
        """The key of one case."""
        return PUBLIC if show else self.hidden

    def golden(self, stem: str, public: Path) -> Path:
        """Where the golden of `stem` is written; `public` is its place inside the course."""
        return self.goldens / f"{stem}.safetensors" if self.goldens else public


def fingerprint(secret: bytes) -> str:
    """Sixteen hex digits that name a secret without giving it away."""
    return hmac.new(secret, b"handgrad/fingerprint/v1", hashlib.sha256).hexdigest()[:16]


def read_keys(root: Path, environ: Mapping[str, str] = os.environ) -> Keys:
    """Read the secret from the environment; a variable that is empty counts as unset.

    Args:
        root: the course's folder; goldens drawn under a secret must lie outside it.
        environ: the variables to read.

    Raises:
        SecretError: a secret without a folder for its goldens, or that folder inside the course.
    """
    secret = environ.get(SECRET, "").strip().encode()
    if not secret:
        return Keys()
    folder = environ.get(GOLDENS, "").strip()
    if not folder:
        raise SecretError(
            f"{SECRET} is set but {GOLDENS} is not, so goldens drawn under the secret have no place to go",
            fix=f"Set {GOLDENS} to a folder outside the course, or unset {SECRET} to draw under the public key.",
        )
    goldens = Path(folder).expanduser().absolute()
    if goldens.resolve().is_relative_to(root.resolve()):
        raise SecretError(
            f"{GOLDENS} is {goldens}, inside the course {root}, where secret cases would be handed out with it",
            fix=f"Set {GOLDENS} to a folder outside the course.",
        )
    return Keys(secret, fingerprint(secret), goldens)


def case_key(key: bytes, stem: str, case: str, attempt: int = 0) -> bytes:
    """The 32 bytes that one case's inputs are drawn from: HMAC-SHA256 over stem, case and attempt."""
    message = json.dumps([stem, case, attempt], ensure_ascii=True).encode()
    return hmac.new(key, message, hashlib.sha256).digest()


def input_seed(case: bytes, name: str) -> int:
    """A seed below 2^63 for one input of a case.

    Every input has its own, so adding, removing or reordering inputs leaves the others as they were.
    """
    digest = hmac.new(case, name.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> 1
