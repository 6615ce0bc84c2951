"""A file to begin with: `solve` with its signature and shapes, and a shown case to try it on.

The part under `if __name__ == "__main__"` is plain Python that needs no Handgrad, so that a learner can run the file
before anything is judged. It allows what the judge allows on that case, as near as a line can say it.
"""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from harness.judging.rule import U
from harness.problem.layout import Part
from harness.reports.clean import clean_line
from harness.reports.handout.literals import WIDTH, literal
from harness.reports.handout.shown import Shown
from harness.reports.handout.signature import argument_lines, how_returned, return_lines

if TYPE_CHECKING:
    from harness.problem.spec import Problem

#: A case of more numbers than this is no reading matter.
LARGEST = 400
#: Significant digits of expected values: more than any tolerance asks for.
DIGITS = 8


def starter(problem: "Problem", cases: Sequence[Shown], framework: str | None = None) -> str:
    """Return the text of `<stem>.py`.

    Args:
        problem: the problem.
        cases: its shown cases; the one of the fewest numbers is written into the file.
        framework: "pytorch" or "numpy"; the problem's first if not given.
    """
    chosen = framework or problem.frameworks[0]
    names = ", ".join(problem.inputs)
    lines = [
        f'"""{_quoted(clean_line(problem.title))}: an answer to `{problem.stem}`.',
        "",
        f"`handgrad show {problem.stem}` prints the statement,",
        f"`handgrad grade {problem.stem}.py` judges this file.",
        '"""',
        "",
        "import torch" if chosen == "pytorch" else "import numpy as np",
        "",
        "",
        f"def solve({names}):",
        *(line for paragraph in _docstring(problem, chosen) for line in _wrapped(paragraph)),
        '    raise NotImplementedError("write solve here")',
    ]
    small = min(cases, key=lambda case: case.size, default=None)
    if small is not None and small.size <= LARGEST:
        lines += ["", "", 'if __name__ == "__main__":', *_check(small, list(problem.inputs), chosen)]
    return "\n".join(lines) + "\n"


def _docstring(problem: "Problem", framework: str) -> Iterator[str]:
    yield f'"""{how_returned(problem)}'
    yield ""
    yield f"Arrays are {'torch.Tensor' if framework == 'pytorch' else 'numpy.ndarray'}."
    yield ""
    yield "Args:"
    for name, words in argument_lines(problem):
        yield f"    {name}: {words}."
    yield ""
    yield "Returns:"
    for name, words in return_lines(problem):
        yield f"    {name}: {words}."
    yield '"""'


def _check(case: Shown, names: Sequence[str], framework: str) -> Iterator[str]:
    """The shown case as a script: its inputs, the call, and one line for every part of the answer."""
    torch = framework == "pytorch"
    yield f"    # The shown case `{case.name}`. Nothing below is judged."
    yield "    given = {"
    for name in names:
        if name in case.inputs:
            yield f'        "{name}": {_value(case.inputs[name], 8, torch=torch)},'
            continue
        yield f'        "{name}": {{'
        for key, value in case.inputs.items():
            if key.startswith(f"{name}/"):
                yield f'            "{key.partition("/")[2]}": {_value(value, 12, torch=torch)},'
        yield "        },"
    yield "    }"
    yield "    answer = solve(*given.values())"
    yield "    checks = [  # part, found, expected, allowed: relative to each value, and in all"
    for part, found in _found(case):
        bounds = ", ".join(f"{bound:.2g}" for bound in allowed(case, part))
        line = f'("{part.name}", {found}, {literal(case.expected[part.name], 8, DIGITS)}, {bounds}),'
        if "\n" not in line and len(line) + 8 <= WIDTH:
            yield f"        {line}"
            continue
        yield f'        ("{part.name}", {found},'
        yield f"         {literal(case.expected[part.name], 9, DIGITS)},"
        yield f"         {bounds}),"
    yield "    ]"
    yield "    for name, found, expected, relative, absolute in checks:"
    if torch:
        yield "        found, expected = torch.as_tensor(found).double(), torch.tensor(expected, dtype=torch.float64)"
    else:
        yield "        found, expected = np.asarray(found, dtype=float), np.array(expected, dtype=float)"
    yield "        if found.shape != expected.shape:"
    yield '            print(f"{name}: shape {tuple(found.shape)}, and {tuple(expected.shape)} is expected")'
    yield "            continue"
    yield "        off = abs(found - expected)"
    yield "        right = bool((off <= relative * abs(expected) + absolute).all())"
    yield "        print(f\"{name}: {'right' if right else f'off by up to {float(off.max()):.3g}'}\")"


def _value(value: object, indent: int, *, torch: bool) -> str:
    """One input as an expression; whole floats, integers and booleans get their dtype from how they are written."""
    if not isinstance(value, np.ndarray):
        return repr(value)
    make = "torch.tensor" if torch else "np.array"
    dtype = ""
    if value.dtype == np.float64 and torch:
        dtype = ", dtype=torch.float64"
    elif value.dtype == np.float32 and not torch:
        dtype = ", dtype=np.float32"
    return f"{make}({literal(value, indent)}{dtype})"


def _found(case: Shown) -> Iterator[tuple[Part, str]]:
    """Every part with the expression that takes it from `answer`."""
    layout, at = case.layout, 0
    tops = list(dict.fromkeys(part.name.partition("/")[0] for part in layout.parts))
    for part in layout.parts:
        top, _, member = part.name.partition("/")
        if layout.returns == "flat":
            cut = f"answer[{at}:{at + part.size}]"
            at += part.size
            yield part, cut if len(part.shape) == 1 else f"{cut}.reshape{part.shape}"
        elif layout.returns in ("tensor", "scalar"):
            yield part, "answer"
        else:
            key = f"{tops.index(top)}" if layout.returns == "tuple" else f'"{top}"'
            yield part, f'answer[{key}]["{member}"]' if member else f"answer[{key}]"


def allowed(case: Shown, part: Part) -> tuple[float, float]:
    """What the judge allows for a part, as one relative and one absolute bound: the strictest of its views."""
    bounds = []
    for view in case.layout.views_of(part.name):
        gold = np.asarray(case.expected[part.name], dtype=np.float64)[view.index]
        tau = view.tau or 0.0
        if view.judged == "exact":
            bounds.append((0.0, 0.0))
        elif view.judged == "elementwise":
            bounds.append((tau, view.floor))
        elif view.of is None:
            bounds.append((0.0, tau * float(np.abs(gold).max(initial=0.0)) + view.floor))
        else:
            before = np.asarray(case.inputs[view.of], dtype=np.float64)[view.index]
            moved, kept = np.abs(gold - before).max(initial=0.0), np.abs(before).max(initial=0.0)
            bounds.append((2 * U, float(tau * moved + 32 * U * kept) + view.floor))
    return min(relative for relative, _ in bounds), min(absolute for _, absolute in bounds)


def _wrapped(line: str) -> list[str]:
    """A line of the docstring inside `solve`, on as many lines as it needs; an entry's further lines stand deeper."""
    inner = " " * (len(line) - len(line.lstrip()) + 4)
    entry = inner if inner == "    " else f"{inner}    "
    return textwrap.wrap(line.strip(), WIDTH, initial_indent=inner, subsequent_indent=entry) or [""]


def _quoted(text: str) -> str:
    """Text that may stand inside a docstring."""
    return text.replace("\\", "\\\\").replace('"""', "'''")
