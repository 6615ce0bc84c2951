"""What a golden says about how well its problem was proved.

For now a certificate only states whether there is one. A certified golden will carry margins
per view (noise, nearest mistake, tolerance) and the checks that were made; readers must therefore
keep fields they do not know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Status = Literal["uncertified", "certified"]
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Certificate:
    """The standing of a golden. `details` holds JSON values and is opaque here."""

    status: Status = "uncertified"
    details: Mapping[str, object] = field(default_factory=lambda: _NOTHING)

    def to_json(self) -> dict[str, object]:
        """Return a JSON object that `from_json` reads back."""
        return {"status": self.status, "details": dict(self.details)}

    @classmethod
    def from_json(cls, data: object) -> "Certificate":
        """Read what `to_json` wrote.

        Raises:
            ValueError: not such an object.
        """
        if not isinstance(data, dict):
            raise ValueError("the certificate is not an object")  # noqa: TRY004 - one error for one fault
        status, details = data.get("status"), data.get("details", {})
        if status not in ("uncertified", "certified") or not isinstance(details, dict):
            raise ValueError("the certificate has no known status")
        return cls(status, details)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle through plain dictionaries (a mapping proxy does not pickle)."""
        return (type(self), (self.status, dict(self.details)))
