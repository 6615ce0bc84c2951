"""What all parts of the reader share: the budget, the state of the walk, and the way findings are made."""

import ast
from collections.abc import Mapping, Sequence

from harness.rules.reading.scope import BINDERS, Env, bound_names
from harness.rules.reading.values import Class, Either, Func, Lib, Value, join, options
from harness.rules.reading.walk import walk
from harness.rules.rule import Call, Complaint, Rule

#: Past this many steps calls are no longer followed into functions; past the second, reading stops.
FOLLOW_STEPS = 60_000
LAST_STEP = 600_000
#: Nesting of expressions, statements and followed calls together. Keeps far from Python's recursion limit.
DEEPEST = 130
MOST_FINDINGS = 100


class ExhaustedError(Exception):
    """The program asks for more reading than it is worth."""


class Told:
    """A finding before its columns are counted in characters."""

    __slots__ = ("complaint", "node", "rule")

    def __init__(self, rule: Rule, complaint: Complaint, node: ast.AST) -> None:
        self.rule = rule
        self.complaint = complaint
        self.node = node


class Frame:
    """A function being followed: what it returned and yielded so far."""

    __slots__ = ("func", "returns", "yields")

    def __init__(self, func: Func) -> None:
        self.func = func
        self.returns: list[Value] = []
        self.yields: list[Value] = []


def _catches_import(caught: ast.expr | None) -> bool:
    """Say whether a handler of this type is met by an import that fails."""
    if isinstance(caught, ast.Tuple):
        return any(_catches_import(one) for one in caught.elts)
    return caught is None or (
        isinstance(caught, ast.Name)
        and caught.id in {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}
    )


class Facts:
    """What one pass over the whole tree tells: who is defined anywhere, under any name."""

    def __init__(self, tree: ast.Module) -> None:
        self.stores: dict[str, int] = {}
        self.defined: set[str] = set()
        self.declared: set[str] = set()
        self.operators = False
        # Imports whose failure the program itself is ready for.
        self.tried: set[int] = set()
        docstrings: set[int] = set()
        for node in walk(tree):
            if isinstance(node, BINDERS):
                for name in bound_names(node):
                    self.stores[name] = self.stores.get(name, 0) + 1
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                docstrings.add(id(node.value))
            elif isinstance(node, ast.arg):
                self.stores[node.arg] = self.stores.get(node.arg, 0) + 1
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                for name in node.names:
                    self.stores[name] = self.stores.get(name, 0) + 2
            elif isinstance(node, ast.keyword) and node.arg:
                self.declared.add(node.arg)
            elif isinstance(node, ast.Try) and any(_catches_import(h.type) for h in node.handlers):
                self.tried.update(id(s) for s in node.body if isinstance(s, (ast.Import, ast.ImportFrom)))
            elif isinstance(node, ast.Attribute) and not isinstance(node.ctx, ast.Load):
                self.declared.add(node.attr)
            elif (
                isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            ):
                text = node.value if len(node.value) < 400 else ""
                self.defined.update("".join(c if c.isidentifier() else " " for c in text).split())
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in _OPERATORS:
                self.operators = True
        # What is declared as a name or an attribute, apart from words that merely stand in strings.
        self.declared = self.declared | set(self.stores)
        self.defined.update(self.declared)


_OPERATORS = {
    f"__{side}{name}__" for side in ("", "r") for name in ("add", "sub", "mul", "matmul", "truediv", "pow")
} | {"__array_ufunc__", "__torch_function__", "__getattr__", "__getitem__"}


class Core:
    """State of one reading. The parts of the reader are mixed in below it, one file each."""

    def __init__(self, rules: Sequence[Rule], facts: Facts) -> None:
        self.rules = rules
        self.facts = facts
        self.told: dict[tuple[str, int, int, int, int], Told] = {}
        self.answers: dict[str, tuple[Rule, Complaint] | None] = {}
        self.module_env = Env("module")
        self.stars: list[str] = []
        self.steps = 0
        self.depth = 0
        self.errors = 0
        self.quiet = 0
        self.dead = 0
        self.maybe = 0
        self.cut = False
        self.opened = False  # names may be reached in ways that reading does not see
        self.anchors: list[ast.AST] = []  # calls that execute the constant text being read
        self.frames: list[Frame] = []
        self.funcs: list[Func] = []
        self.escaped: set[int] = set()
        self.loaded: set[int] = set()
        self.done: dict[int, int] = {}
        self.skipped: set[str] = set()
        self.imported: list[tuple[ast.AST, str]] = []
        self.memo: dict[object, Value] = {}
        self.trees: list[ast.AST] = []

    @property
    def following(self) -> bool:
        """True while calls are still followed into functions and loops walked more than once."""
        return self.steps < FOLLOW_STEPS

    def step(self) -> None:
        """Count one unit of work."""
        self.steps += 1
        if self.steps > LAST_STEP:
            raise ExhaustedError

    # Findings.

    def tell(self, rule: Rule, complaint: Complaint | None, node: ast.AST) -> None:
        """Make a finding at a node, softened where the code is dead or the value only possible."""
        softened = rule.soften(complaint)
        if softened is None or self.quiet:
            return
        dead = self.dead and not rule.judges_dead_code
        if softened.severity == "error" and (dead or self.maybe):
            why = "nothing calls this code" if dead else "this may happen, depending on the path taken"
            softened = Complaint(f"{softened.message} ({why})", softened.help, "warning")
        place = self.anchors[0] if self.anchors else node
        line = getattr(place, "lineno", None)
        if line is None:
            return
        if self.anchors:
            softened = Complaint(
                f"In text that is run as code: {softened.message}", softened.help, softened.severity
            )
        key = (
            rule.code,
            line,
            getattr(place, "col_offset", 0),
            getattr(place, "end_lineno", None) or line,
            getattr(place, "end_col_offset", None) or 0,
        )
        before = self.told.get(key)
        # Enough is enough, but a flood of warnings must not hide the first error.
        if (
            before is None
            and len(self.told) >= MOST_FINDINGS
            and (softened.severity == "warning" or self.errors)
        ):
            return
        if before is None or (before.complaint.severity, softened.severity) == ("warning", "error"):
            self.told[key] = Told(rule, softened, place)
            self.errors += softened.severity == "error"

    def answer(self, name: str) -> tuple[Rule, Complaint] | None:
        """Return the first rule that objects to a qualified name."""
        if name not in self.answers:
            found = None
            for rule in self.rules:
                complaint = rule.soften(rule.refers(name))
                if complaint is not None:
                    found = (rule, complaint)
                    break
            self.answers[name] = found
        return self.answers[name]

    def mention(self, node: ast.AST, value: Value) -> Value:
        """Ask the rules about a value that was just reached; return it marked as told if they object."""
        if isinstance(value, Lib):
            found = None if value.told else self.answer(value.name)
            if found is None:
                return value
            self.tell(*found, node)
            # What a quiet look saw must be told when it is really used; so must what only a dead path saw.
            return value if self.quiet or self.dead else Lib(value.name, told=True)
        if not isinstance(value, Either):
            return value
        hits = {v: self.answer(v.name) for v in value.options if isinstance(v, Lib) and not v.told}
        found = next((hit for hit in hits.values() if hit), None)
        if found is None:
            return value
        certain = len(hits) == len(value.options) and all(hits.values())
        self.maybe += not certain
        self.tell(*found, node)
        self.maybe -= not certain
        if self.quiet or self.dead:
            return value
        return Either(frozenset(Lib(v.name, told=True) if isinstance(v, Lib) else v for v in value.options))

    def ask_call(self, call: Call) -> None:
        """Ask every rule about a library call."""
        for rule in self.rules:
            self.tell(rule, rule.calls(call), call.node)

    def ask_import(self, module: str, node: ast.AST) -> None:
        """Ask about an import; the first rule that objects speaks for all."""
        for rule in self.rules:
            complaint = rule.soften(rule.imports(module))
            if complaint is not None and id(node) in self.facts.tried:
                complaint = rule.tried(module, complaint)
            if complaint is not None:
                self.tell(rule, complaint, node)
                return

    def ask_store(self, name: str, value: Value | None, node: ast.AST) -> None:
        """Ask about an assignment to a library's attribute."""
        for rule in self.rules:
            self.tell(rule, rule.stores(name, value), node)

    def ask_attribute(self, receiver: Value, name: str, node: ast.AST) -> None:
        """Ask about an attribute of any value at all."""
        for rule in self.rules:
            self.tell(rule, rule.attribute(receiver, name), node)

    # What escapes our sight may be called by anyone.

    def escape(self, value: Value) -> None:
        """Note a value that someone we cannot see may call."""
        if self.dead or self.quiet:
            return
        for option in options(value):
            if isinstance(option, Func):
                self.escaped.add(id(option))
            elif isinstance(option, Class):
                self.loaded.add(id(option))

    # The parts below are mixed in.

    def eval(self, node: ast.expr, env: Env, *, callee: bool = False) -> Value:
        """Say what an expression is."""
        raise NotImplementedError

    def run(self, body: Sequence[ast.stmt], env: Env) -> bool:
        """Walk a block; True if control never leaves at its end."""
        raise NotImplementedError

    def assign(self, target: ast.expr, value: Value, env: Env) -> None:
        """Store a value in a target."""
        raise NotImplementedError

    def attr(self, value: Value, name: str, node: ast.AST, env: Env | None = None) -> Value:
        """Fetch an attribute."""
        raise NotImplementedError

    def item(self, value: Value, key: Value, node: ast.AST) -> Value:
        """Fetch an item."""
        raise NotImplementedError

    def element(self, value: Value) -> Value:
        """Say what iterating yields."""
        raise NotImplementedError

    def call(
        self, func: Value, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST, env: Env
    ) -> Value:
        """Call a value."""
        raise NotImplementedError

    def join_call(self, func: Value, args: Sequence[Value], node: ast.AST, env: Env) -> Value:
        """Call every possibility of a value."""
        return join(self.call(option, args, {}, node, env) for option in options(func))

    def model(self, call: Call, env: Env) -> Value | None:
        """Say what a known library function returns; None if it is not known."""
        raise NotImplementedError

    def method(self, value: Value, name: str, args: Sequence[Value], node: ast.AST, env: Env) -> Value:
        """Call a method of a constant or container."""
        raise NotImplementedError

    def read_text(self, text: str, node: ast.AST, env: Env, *, expression: bool) -> Value:
        """Read constant text that the program runs as code."""
        raise NotImplementedError

    def resolve(self, name: str, env: Env) -> Value:
        """Say what a bare name is."""
        raise NotImplementedError

    def truth(self, node: ast.expr, env: Env) -> tuple[bool, bool] | None:
        """Say whether a test is known: its truth, and whether that is plain from the test itself."""
        raise NotImplementedError

    def patterns(self, node: ast.pattern, subject: Value, env: Env) -> None:
        """Bind what a match pattern captures."""
        raise NotImplementedError
