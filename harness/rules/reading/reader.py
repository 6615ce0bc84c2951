"""The reader as a whole: the module first, then `solve`, then what may be called from elsewhere, last what is dead."""

import ast
from collections.abc import Sequence

from harness.rules.entry import is_guard
from harness.rules.reading.core import ExhaustedError, Facts, Told
from harness.rules.reading.library import Library
from harness.rules.reading.values import DATA, UNKNOWN, Func, Object, options
from harness.rules.rule import Rule


class Reader(Library):
    """Reads one program and collects what the rules object to."""

    def __init__(self, tree: ast.Module, rules: Sequence[Rule], entry: str) -> None:
        super().__init__(rules, Facts(tree))
        self.syntax = tree
        self.entry = entry
        self.exhausted = False
        self.fault: Exception | None = None

    def read(self) -> list[Told]:
        """Read everything once; never raises, whatever the program is."""
        try:
            self.run(self.syntax.body, self.module_env)
            self._solve()
            self._reachable()
            self._unused()
            self._dead()
        except ExhaustedError:
            self.exhausted = True
        except RecursionError:
            self.cut = True
        except Exception as fault:  # noqa: BLE001 - a fault of ours must cost nobody a verdict: the sandbox decides
            self.fault = fault
            self.exhausted = True
        self.anchors.clear()
        self.dead = self.maybe = self.quiet = 0
        run = ast.Module([node for node in self.syntax.body if not is_guard(node)], type_ignores=[])
        for rule in self.rules:
            for node, complaint in rule.tree(run):
                self.tell(rule, complaint, node)
        return list(self.told.values())

    def _solve(self) -> None:
        """The judge calls `solve` with arrays and numbers."""
        value = self.module_env.vars.get(self.entry)
        if value is None:
            return
        for option in options(value):
            if isinstance(option, Func):
                self.enter_unknown(option, None, DATA)
            elif isinstance(option, Object):
                call = self.attr(option, "__call__", option.cls.node)
                self.call(call, [DATA] * 8, {}, option.cls.node, self.module_env)
            else:
                self.escape(option)
                if not isinstance(option, Func):
                    self.call(option, [DATA] * 4, {}, self.syntax, self.module_env)

    def _owner(self, func: Func) -> Object | None:
        return Object(func.owner) if func.owner is not None and func.kind not in {"static", "class"} else None

    def _reachable(self) -> None:
        """Read what was never called in sight but may be called: callbacks, methods, wrapped functions."""
        for _ in range(50):
            waiting = [
                func
                for func in self.funcs
                if id(func.node) not in self.done
                and (
                    id(func) in self.escaped
                    or self.opened
                    or (func.owner is not None and id(func.owner) in self.loaded)
                )
            ]
            if not waiting:
                return
            for func in waiting:
                if id(func.node) not in self.done:
                    self.enter_unknown(func, self._owner(func), UNKNOWN)

    def _dead(self) -> None:
        """Read what nothing calls, softly; and not at all what only a skipped block calls."""
        read: set[int] = set()
        for _ in range(50):
            waiting = [f for f in self.funcs if id(f.node) not in self.done and id(f.node) not in read]
            if not waiting:
                return
            for func in waiting:
                read.add(id(func.node))
                name = getattr(func.node, "name", "")
                owner = func.owner.node.name if func.owner is not None else ""
                if name in self.skipped or owner in self.skipped:
                    self.skip([func.node])
            for func in waiting:
                name = getattr(func.node, "name", "")
                owner = func.owner.node.name if func.owner is not None else ""
                if name in self.skipped or owner in self.skipped:
                    continue
                self.dead += 1
                try:
                    self.enter_unknown(func, self._owner(func), UNKNOWN)
                finally:
                    self.dead -= 1

    def _unused(self) -> None:
        """Mention a forbidden import that nothing uses: odd enough for a person to see, no reason to reject."""
        for node, name in self.imported:
            found = self.answer(name)
            if found is None:
                continue
            rule, complaint = found
            if not any(told.rule is rule for told in self.told.values()):
                self.maybe += 1
                self.tell(rule, complaint, node)
                self.maybe -= 1
