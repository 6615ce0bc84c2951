r"""Writes a formula as a line of Unicode for a terminal: `\frac{2}{N}(\hat x - x)` becomes `2/N (x̂ − x)`.

TeX is read by a small parser that knows what statements use. What it does not know it shows by its name rather than
drop it, and brackets appear where a fraction or an exponent would lose its extent. Nothing here can fail.
"""

# ruff: noqa: RUF001, RUF002 - letters that look like others are what this file is about

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_SYMBOLS: Final = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ", "eta": "η",
    "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ", "partial": "∂", "nabla": "∇", "infty": "∞", "sum": "∑",
    "prod": "∏", "int": "∫", "cdot": "·", "times": "×", "odot": "⊙", "otimes": "⊗", "oplus": "⊕", "pm": "±",
    "circ": "∘", "ast": "∗", "star": "⋆", "top": "⊤", "bot": "⊥", "perp": "⊥", "forall": "∀", "exists": "∃",
    "dots": "…", "ldots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱", "prime": "′", "emptyset": "∅", "hbar": "ℏ",
    "lfloor": "⌊", "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "langle": "⟨", "rangle": "⟩", "lvert": "|", "rvert": "|",
    "vert": "|", "Vert": "‖", "lVert": "‖", "rVert": "‖", "|": "‖", "{": "{", "}": "}", "%": "%", "_": "_", "#": "#",
    "&": "&", "$": "$", "backslash": "\\", "colon": ":", "lbrace": "{", "rbrace": "}",
}  # fmt: skip
#: Relations and arrows stand between spaces.
_RELATIONS: Final = {
    "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "∼",
    "propto": "∝", "in": "∈", "notin": "∉", "subset": "⊂", "to": "→", "rightarrow": "→", "leftarrow": "←", "gets": "←",
    "mapsto": "↦", "Rightarrow": "⇒", "implies": "⇒", "iff": "⇔", "ll": "≪", "gg": "≫", "mid": "|", "coloneqq": "≔",
    "longrightarrow": "→", "leftrightarrow": "↔", "land": "∧", "lor": "∨",
}  # fmt: skip
_SPACES: Final = {
    ",": " ",
    ";": " ",
    ":": " ",
    " ": " ",
    "quad": "   ",
    "qquad": "      ",
    "!": "",
    "\n": " ",
}
_ACCENTS: Final = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304", "tilde": "\u0303", "widetilde": "\u0303",
    "dot": "\u0307", "ddot": "\u0308", "vec": "\u20d7",
}  # fmt: skip
#: Set their argument in another fount, which a terminal does not have.
_FOUNTS: Final = {
    "mathrm", "mathbf", "mathit", "mathsf", "mathtt", "boldsymbol", "bm", "text", "textbf", "textit", "texttt",
    "operatorname", "mathop", "underline", "boxed",
}  # fmt: skip
_SCRIPT: Final = {
    "L": "ℒ",
    "N": "𝒩",
    "D": "𝒟",
    "E": "ℰ",
    "F": "ℱ",
    "H": "ℋ",
    "O": "𝒪",
    "U": "𝒰",
    "X": "𝒳",
    "Z": "𝒵",
}
_DOUBLE: Final = {"E": "𝔼", "R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "V": "𝕍", "1": "𝟙"}
#: Leave nothing behind: sizes and styles.
_SILENT: Final = {
    "left", "right", "big", "Big", "bigg", "Bigg", "bigl", "bigr", "Bigl", "Bigr", "biggl", "biggr", "displaystyle",
    "textstyle", "limits", "nolimits", "middle",
}  # fmt: skip
_ABOVE: Final = str.maketrans(
    "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW⊤′β∗",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵀ′ᵝ*",
)
_SMALL: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᴺᴷᴸ′₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"
_BELOW: Final = str.maketrans("0123456789+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_FRACTIONS: Final = {("1", "2"): "½", ("1", "4"): "¼", ("3", "4"): "¾", ("1", "3"): "⅓", ("2", "3"): "⅔"}
_TOKEN: Final = re.compile(r"\\[A-Za-z]+\*?|\\.|\s+|.", re.DOTALL)
_DEPTH: Final = 40
#: One letter with its accent and scripts, or a number: what a fraction bar needs no brackets for.
_ATOM: Final = re.compile(
    rf"∂?(?:\d+|[^\W\d_][\u0300-\u036f\u20d7]?[{_SMALL}]*(?:_\w+)?|√.|√?\([^()]*\))[{_SMALL}]*"
)
_IN_BRACKETS: Final = re.compile(r"\([^()]*\)")
_BEFORE_CLOSING: Final = re.compile(r" +(?=[,;.)\]}])")


def plain(tex: str) -> str:
    r"""Return a formula in Unicode; the rows of an environment are lines of their own."""
    reader = _Reader(_TOKEN.findall(tex))
    lines = reader.until(None).split("\n")
    return "\n".join(_BEFORE_CLOSING.sub("", line).rstrip() for line in lines).strip()


@dataclass
class _Reader:
    """Reads tokens from left to right; every method returns what it read in Unicode."""

    tokens: list[str]
    at: int = 0
    depth: int = 0

    def peek(self) -> str | None:
        """The next word, white space skipped."""
        while self.at < len(self.tokens) and self.tokens[self.at].isspace():
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def until(self, end: str | None) -> str:
        """Everything up to a closing word, which is taken too."""
        out = ""
        while (word := self.peek()) is not None:
            if word == end:
                self.at += 1
                break
            if end is None and word == "}":  # one too many
                self.at += 1
                continue
            out += self._spaced(out, self.one())
        return out

    def _spaced(self, before: str, piece: str) -> str:
        """A minus that stands between two things is spaced; one that begins something is not."""
        if piece in ("+", "−", "=", "<", ">"):
            unary = not before.strip() or before.rstrip()[-1] in "(=+−[{,⟨|≤≥→←·/"
            return (
                piece
                if unary and piece in "+−"
                else f" {piece} "
                if not before.endswith(" ")
                else f"{piece} "
            )
        if before[-1:].isalnum() and before[-1:] not in "0123456789" and piece[:1].isalpha():
            # Factors stand apart where one of them is more than a letter: z W_dec, not zW_dec.
            return f" {piece}" if len(piece) > 1 or "_" in before.rsplit(" ", maxsplit=1)[-1] else piece
        return piece[1:] if before.endswith(" ") and piece.startswith(" ") else piece

    def argument(self) -> str:
        """What a command or a script applies to: a group, or one thing."""
        word = self.peek()
        if word is None or word in ("}", "&"):
            return ""
        if word.isdigit():
            self.at += 1
            return word
        return self.one(scripts=False)

    def one(self, *, scripts: bool = True) -> str:
        """One thing, with the scripts that follow it."""
        word = self.tokens[self.at]
        self.at += 1
        self.depth += 1
        try:
            piece = "" if self.depth > _DEPTH else self._thing(word)
        finally:
            self.depth -= 1
        while scripts:
            here = self.at
            if (mark := self.peek()) not in ("^", "_"):
                self.at = here  # spaces count inside words
                break
            self.at += 1
            piece = piece.rstrip(" ") if piece.strip() in _RELATIONS.values() else piece
            piece += _script(self.argument(), above=mark == "^")
        return f"{piece} " if word in ("\\sum", "\\prod", "\\int") and scripts else piece

    def _thing(self, word: str) -> str:
        if word == "{":
            inside = self.until("}")
            return inside.strip() if inside.strip() == "," else inside  # 10{,}000
        if word in ("^", "_"):
            return _script(self.argument(), above=word == "^")
        if word == "&":
            return " "
        if word == "\\\\":
            return "\n"
        if word.startswith("\\") and len(word) > 1:
            return self._command(word[1:].rstrip("*"))
        return {"-": "−", "'": "′", "~": " ", ",": ", "}.get(word, word)

    def _command(self, name: str) -> str:
        if name in _SYMBOLS:
            return _SYMBOLS[name]
        if name in _RELATIONS:
            return f" {_RELATIONS[name]} "
        if name in _SPACES:
            return _SPACES[name]
        if name in _SILENT:
            if name in ("left", "right") and self.peek() == ".":
                self.at += 1
            return ""
        if name in ("frac", "tfrac", "dfrac"):
            return _fraction(self.argument(), self.argument())
        if name == "sqrt":
            inside = self.argument()
            return f"√{inside}" if len(inside) == 1 else f"√({inside})"
        if name in _ACCENTS:
            inside = self.argument()
            return unicodedata.normalize("NFC", inside[:1] + _ACCENTS[name]) + inside[1:]
        if name in ("mathcal", "mathscr"):
            return "".join(_SCRIPT.get(letter, letter) for letter in self.argument())
        if name in ("mathbb", "mathds"):
            return "".join(_DOUBLE.get(letter, letter) for letter in self.argument())
        if name in _FOUNTS:
            return self._verbatim()
        if name in ("underbrace", "overbrace"):
            return self.argument()
        if name in ("begin", "end"):
            return self._environment(name, self._verbatim())
        # log, exp, tr, diag and whatever else is written by its name.
        follows = self.peek()
        spaced = follows and (follows.isalnum() or follows.startswith("\\")) and follows[1:] not in _SILENT
        return f"{name} " if spaced else name

    def _verbatim(self) -> str:
        """A group in which spaces count: words, names of environments."""
        if self.peek() != "{":
            return self.argument()
        self.at += 1
        out = ""
        while self.at < len(self.tokens) and self.tokens[self.at] != "}":
            if self.tokens[self.at].isspace():
                out += " "
                self.at += 1
            else:
                out += self.one()
        self.at += 1
        return out

    @staticmethod
    def _environment(which: str, name: str) -> str:
        brackets = {"pmatrix": "()", "bmatrix": "[]", "vmatrix": "||", "cases": "{ "}.get(name, "")
        return brackets[:1] if which == "begin" else brackets[1:].strip()


def _script(inside: str, *, above: bool) -> str:
    """A subscript or superscript: in small letters if all of it has them, else by its sign."""
    inside = inside.strip()
    if not inside:
        return ""
    small = inside.replace(" ", "").translate(_ABOVE if above else _BELOW)
    if not any(letter in small for letter in inside.replace(" ", "") if letter != "′"):
        return small
    sign = "^" if above else "_"
    bare = len(inside) == 1 or (inside.isascii() and inside.isalnum())
    return f"{sign}{inside}" if bare else f"{sign}({inside})"


def _fraction(over: str, under: str) -> str:
    over, under = over.strip(), under.strip()
    if (over, under) in _FRACTIONS:
        return _FRACTIONS[over, under]
    # The space keeps what follows from being read as part of what is below the bar.
    return f"{_bracketed(over)}/{_bracketed(under, below=True)} "


def _bracketed(text: str, *, below: bool = False) -> str:
    """Brackets where the bar held things together: a sum above it, anything but one thing below it."""
    outside = _IN_BRACKETS.sub("", text)
    loose = not _ATOM.fullmatch(text) if below else re.search(r"[+−=,/]", outside[1:])
    return f"({text})" if loose and text else text
