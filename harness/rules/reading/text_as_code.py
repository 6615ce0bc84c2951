"""Text that becomes code: imports by name, exec and eval, compile. Constant text is read like the program itself."""

import ast

from harness.rules.reading import constants
from harness.rules.reading.calls import Calls
from harness.rules.reading.canonical import canonical
from harness.rules.reading.expressions import wrap
from harness.rules.reading.scope import Env
from harness.rules.reading.values import (
    UNKNOWN,
    Code,
    Const,
    Lib,
    Map,
    Seq,
    Value,
    const,
    join,
    options,
    text_of,
)
from harness.rules.rule import Call


class TextAsCode(Calls):
    """Models of the functions that run text, or import what text names."""

    def _import_module(self, call: Call, env: Env) -> Value:
        first = call.argument(0, "name")
        name = None if first is None else text_of(first)
        if name is None:
            return UNKNOWN
        if not name.startswith("."):
            self.ask_import(name, call.node)
        if call.name == "builtins.__import__" and call.argument(3, "fromlist") in {
            None,
            Seq(()),
            const(None),
        }:
            name = name.split(".")[0]
        return Lib(canonical(name)) if name else UNKNOWN

    def _resolve_name(self, call: Call, env: Env) -> Value:
        name = text_of(call.args[0]) if call.args else None
        if name is None:
            return UNKNOWN
        return Lib(canonical(name.replace(":", ".").strip(".")))

    def _run_text(self, call: Call, env: Env) -> Value:
        return join([self._run_one(o, call, env) for o in options(call.args[0])]) if call.args else UNKNOWN

    def _timed(self, call: Call, env: Env) -> Value:
        """timeit.timeit and its kin: statement and set-up, each a text or a function without arguments."""
        scope = call.argument(4 if call.name == "timeit.timeit" else 3, "globals")
        if call.name == "timeit.repeat":
            scope = call.argument(5, "globals")
        parts = [part for part in (call.argument(1, "setup"), call.argument(0, "stmt")) if part is not None]
        texts = [text for part in parts if (text := text_of(part)) is not None]
        for option in (o for part in parts for o in options(part) if text_of(o) is None):
            self.call(option, [], {}, call.node, env)
        if texts:
            # What the set-up imports, the statement uses.
            whole = const("\n".join(texts))
            given = {} if scope is None else {"globals": scope}
            self._run_one(whole, Call("builtins.exec", (whole,), given, call.node), env)
        return UNKNOWN

    def _run_one(self, value: Value, call: Call, env: Env) -> Value:
        expression = call.name == "builtins.eval"
        where = env
        scope = call.argument(1, "globals")
        if isinstance(scope, Map):
            where = Env("module", None)
            where.vars.update((k, v) for k, v in scope.items if isinstance(k, str))
            local = call.argument(2, "locals")
            if isinstance(local, Map):
                where.vars.update((k, v) for k, v in local.items if isinstance(k, str))
        if isinstance(value, Code):
            return self.run_tree(value.tree, call.node, where)
        if isinstance(value, Const) and isinstance(value.value, bytes):
            value = wrap(constants.method(value.value, "decode", []))
        text = text_of(value)
        if text is None:
            self.opened = True
            return UNKNOWN
        found = self.read_text(text, call.node, where, expression=expression)
        if isinstance(scope, Map) and isinstance(call.node, ast.Call) and len(call.node.args) > 1:
            holder = call.node.args[1]
            if isinstance(holder, ast.Name):
                env.bind(holder.id, Map(tuple(where.vars.items())))
        return found

    def read_text(self, text: str, node: ast.AST, env: Env, *, expression: bool) -> Value:
        """Read constant text that the program runs as code; findings point at the call that runs it."""
        try:
            tree = ast.parse(text.strip() if expression else text, mode="eval" if expression else "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return UNKNOWN
        return self.run_tree(tree, node, env) if isinstance(tree, (ast.Module, ast.Expression)) else UNKNOWN

    def run_tree(self, tree: ast.Module | ast.Expression, node: ast.AST, env: Env) -> Value:
        """Walk code that was text."""
        if len(self.anchors) >= 5:
            return UNKNOWN
        self.trees.append(tree)  # keep it alive: functions are told apart by identity
        self.anchors.append(node)
        count = len(self.funcs)
        try:
            if isinstance(tree, ast.Expression):
                return self.eval(tree.body, env)
            self.run(tree.body, env)
            # What the text defines is only reachable from here: read it now, where its place is known.
            for func in self.funcs[count:]:
                self.enter_unknown(func, None, UNKNOWN)
            return const(None)
        finally:
            self.anchors.pop()

    def _compile(self, call: Call, env: Env) -> Value:
        source = call.argument(0, "source")
        mode = call.argument(2, "mode")
        text = None if source is None else text_of(source)
        if text is None or mode not in {const("exec"), const("eval"), const("single")}:
            return UNKNOWN
        try:
            tree = ast.parse(text, mode="eval" if mode == const("eval") else "exec")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return UNKNOWN
        return Code(tree) if isinstance(tree, (ast.Module, ast.Expression)) else UNKNOWN

    def _compilation_unit(self, call: Call, env: Env) -> Value:
        """torch.jit.CompilationUnit: TorchScript is close enough to Python to be read as such."""
        text = text_of(call.args[0]) if call.args else None
        if text is not None:
            scope = Env("module", None)
            scope.vars["torch"] = Lib("torch")
            self.read_text(text, call.node, scope, expression=False)
        return UNKNOWN
