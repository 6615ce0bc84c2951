"""A rule's page: Markdown with five sections, for a person at a browser or terminal and for a report.

The pages stand in `docs/rules/`, where people look for them. `harness/rules/pages` is a link to that folder, which
a wheel turns into files of the package, so that an installed Handgrad can show them too.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_PAGES = Path(__file__).with_name("pages")
_SEVERITY = re.compile(r"Severity: ([a-z ]+)\.")
_FENCE = re.compile(r"^```.*?^```\n?", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Page:
    """One page, as it was written."""

    markdown: str

    @property
    def severity(self) -> str:
        """What the rule does by default: `error`, `warning`, or `error or warning`."""
        found = _SEVERITY.search(self.markdown)
        return found[1] if found else "error"

    def prose(self, heading: str) -> str:
        """Return the paragraphs of a section without its code, on one line; empty if there is no such section."""
        _before, found, after = self.markdown.partition(f"\n## {heading}\n")
        return " ".join(_FENCE.sub("", after.partition("\n## ")[0]).split()) if found else ""


def read_page(name: str) -> Page:
    """Read the page of the rule called `name`.

    Raises:
        OSError: the page is not there, which no complete installation should see.
    """
    return Page((_PAGES / f"{name}.md").read_text("utf-8"))
