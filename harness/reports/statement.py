r"""Renders a statement: Markdown with `$math$`, to HTML that needs no network and no script.

Formulas become MathML, which every current browser draws by itself. HTML in the Markdown is text, links lead to
http and https only, and there are no images, so a statement can neither run nor fetch anything.
A formula that cannot be rendered is shown as the TeX it is: one bad formula never costs the page.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element, ParseError

from latex2mathml.converter import Converter
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup, escape
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

from harness.reports.clean import clean

# In a report a heading of a statement stands below the page's own <h1> and the section's <h2>.
HEADING_SHIFT: Final = 2
MAX_FORMULA: Final = 4000

# MathML that draws; no links, no actions, no styles. What is not listed makes the formula "cannot be rendered".
_ELEMENTS: Final = frozenset(
    {
        "math", "mrow", "mi", "mn", "mo", "ms", "mtext", "mspace", "mfrac", "msqrt", "mroot", "msub",
        "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable",
        "mtr", "mtd", "mstyle", "mpadded", "mphantom", "menclose", "mlabeledtr",
    }
)  # fmt: skip
_ATTRIBUTES: Final = frozenset(
    {
        "display", "displaystyle", "scriptlevel", "stretchy", "fence", "form", "accent", "accentunder",
        "separator", "mathvariant", "linethickness", "columnalign", "rowspacing", "columnspacing",
        "columnlines", "rowlines", "width", "height", "depth", "lspace", "rspace", "minsize", "maxsize",
        "movablelimits", "largeop", "symmetric", "notation", "linebreak",
    }
)  # fmt: skip
_ENTITY: Final = re.compile(r"&#x([0-9A-Fa-f]{1,6});")
# The converter reads `aligned` and `gathered` only under their older names.
_ALIASES: Final = re.compile(r"(\\(?:begin|end)\s*)\{(?:aligned|gathered)\}")
_LINK: Final = re.compile(r"https?://", re.IGNORECASE)


class FormulaError(ValueError):
    """A formula that has no faithful rendering."""


def render_markdown(text: str, *, shift: int = HEADING_SHIFT) -> Markup:
    """Render Markdown with math as HTML that is safe to put into a page; `##` becomes a heading `shift` levels down."""
    return Markup(_markdown().render(clean(text), {"shift": shift}))  # noqa: S704 - HTML in the input is off, links are checked


def parse_markdown(text: str) -> list[Token]:
    """Return the tokens of Markdown with math, for a renderer of another kind."""
    return _markdown().parse(text)


def render_formula(tex: str, *, display: bool = False) -> Markup:
    """Render one formula as MathML, or as its TeX in <code> where that is impossible."""
    try:
        return Markup(_mathml(tex, display=display))  # noqa: S704 - built from escaped text and listed names
    except FormulaError:
        return Markup('<code class="tex">{}</code>').format(tex)


def _mathml(tex: str, *, display: bool) -> str:
    if len(tex) > MAX_FORMULA:
        raise FormulaError("too long")
    source = _ALIASES.sub(r"\1{split}", tex)
    try:
        # A converter of its own: it keeps counters and macros from one formula to the next.
        tree = Converter(display="block" if display else "inline").convert_to_element(source)
        body = "".join(_serialise(child) for child in tree)
    except FormulaError:
        raise
    except (Exception, RecursionError, ParseError) as error:  # the converter documents no base class
        raise FormulaError(str(error)) from error
    kind = "block" if display else "inline"
    return f'<math display="{kind}">{body}</math>'


def _serialise(element: Element) -> str:
    """Write a tree ourselves: the converter's own writer turns an escaped `<` back into a tag."""
    if element.tag not in _ELEMENTS:
        raise FormulaError(f"<{element.tag}>")
    text = _ENTITY.sub(lambda match: chr(int(match[1], 16)), element.text or "")
    if text.startswith("\\") and len(text) > 1:
        raise FormulaError(f"unknown command {text}")
    # A column separator outside an environment that knows columns is left as a letter.
    if text == "&" and element.tag == "mi":
        raise FormulaError("columns outside a table")
    attributes = "".join(
        f' {name}="{escape(value)}"' for name, value in element.attrib.items() if name in _ATTRIBUTES
    )
    children = "".join(_serialise(child) for child in element)
    return f"<{element.tag}{attributes}>{escape(text)}{children}</{element.tag}>"


@cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    markdown.inline.ruler.at("math_inline", _inline_math)
    markdown.validateLink = lambda url: _LINK.match(url) is not None  # type: ignore[method-assign]
    for name, display in (
        ("math_inline", False),
        ("math_inline_double", True),
        ("math_block", True),
        ("math_block_label", True),
    ):
        markdown.add_render_rule(name, _math_rule(display=display))
    markdown.add_render_rule("heading_open", _heading)
    markdown.add_render_rule("heading_close", _heading)
    markdown.add_render_rule("link_open", _link)
    markdown.add_render_rule("th_open", _column_header)
    return markdown


_DOLLAR: Final = math_inline_dollar(allow_space=False, allow_digits=False, allow_double=True)


def _inline_math(state: StateInline, silent: bool) -> bool:
    """Read `$N$` where a text begins with it and ends in a digit, as in `$N$, float32`.

    The plug-in asks whether the character before the dollar is a digit, and before the first one Python finds the last.
    """
    whole = state.src
    if state.pos == 0 and whole[-1:].isdigit():
        state.src = f"{whole} "
    try:
        return bool(_DOLLAR(state, silent))
    finally:
        state.src = whole


Rule = Callable[[RendererHTML, Sequence[Token], int, OptionsDict, EnvType], str]


def _math_rule(*, display: bool) -> Rule:
    def render(self: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        del self, options, env
        formula = render_formula(tokens[index].content.strip(), display=display)
        return f'<div class="math" tabindex="0">{formula}</div>\n' if tokens[index].block else str(formula)

    return render


def _heading(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    level = min(6, int(token.tag[1:]) + int(env.get("shift", HEADING_SHIFT)))
    shifted = token.copy(tag=f"h{level}")
    return self.renderToken([*tokens[:index], shifted, *tokens[index + 1 :]], index, options, env)


def _link(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    tokens[index].attrSet("rel", "noopener noreferrer")
    return self.renderToken(tokens, index, options, env)


def _column_header(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    tokens[index].attrSet("scope", "col")
    return self.renderToken(tokens, index, options, env)
