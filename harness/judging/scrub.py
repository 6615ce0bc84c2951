"""Words that came out of the sandbox, made fit for a report.

They are a stranger's: they may carry escape sequences and, by way of a library's message, paths of this host.
Paths under the places that Python and Handgrad live in are replaced; what a report shows is a matter of
`harness.reports`, which neutralises once more for its format.
"""

import re
import site
import sys
import unicodedata
from functools import cache
from pathlib import Path

_UNSEEN = {"Cc", "Cf", "Cs", "Co"}
_PATHISH = re.compile(r"(?:/[\w.+@-]+){2,}/?")


@cache
def _roots() -> tuple[str, ...]:
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, str(Path.home()), str(Path(__file__).parents[2])}
    places |= set(site.getsitepackages()) if hasattr(site, "getsitepackages") else set()
    # A library may be installed anywhere that Python looks.
    places |= {place for place in sys.path if Path(place).is_absolute()}
    resolved = {str(Path(place).resolve()) for place in places} | places
    return tuple(sorted((place for place in resolved if len(place) > 1), key=len, reverse=True))


def scrub(text: str, limit: int = 4000) -> str:
    """Cut to `limit` characters, drop control characters (newline and tab stay), and hide this host's paths.

    Characters that do not show go first: between the letters of a path they would hide it from us alone.
    """
    text = "".join(c for c in text[: 2 * limit] if c in "\n\t" or unicodedata.category(c) not in _UNSEEN)
    before = ""
    while text != before:
        # Again, until nothing is found: what stands around a place that was taken out may be one too.
        before = text
        for root in _roots():
            text = text.replace(root, "<host>")
    text = _PATHISH.sub(lambda match: match.group() if match.group().count("/") < 3 else "<path>", text)
    return text[:limit]


def one_line(text: str, limit: int = 300) -> str:
    """The same on one line, for a sentence."""
    joined = " ".join(scrub(text, limit * 2).split())
    return joined if len(joined) <= limit else joined[: limit - 1] + "…"
