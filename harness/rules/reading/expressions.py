"""Expressions: what each kind of expression evaluates to."""

import ast
from collections.abc import Callable
from typing import Any

from harness.rules.reading import constants
from harness.rules.reading.core import DEEPEST
from harness.rules.reading.scope import Env, bound_names
from harness.rules.reading.truth import Truth, plain, spread
from harness.rules.reading.values import (
    DATA,
    UNKNOWN,
    Class,
    Const,
    Data,
    Each,
    Func,
    Map,
    Object,
    Seq,
    Value,
    const,
    fit,
    join,
    options,
)

#: Comprehensions and loops over known items are unrolled up to this length.
UNROLL = 64


def wrap(value: object) -> Value:
    """Turn a Python value made of constants into ours."""
    if isinstance(value, (tuple, list)):
        return Seq(tuple(wrap(item) for item in value[:1000]))
    return const(value) if constants.small(value) else UNKNOWN


class Expressions(Truth):
    """Evaluates expressions."""

    def eval(self, node: ast.expr, env: Env, *, callee: bool = False) -> Value:
        """Say what an expression is. A function reached other than to be called may be called by anyone."""
        self.step()
        if self.depth > DEEPEST:
            self.cut = True
            return UNKNOWN
        self.depth += 1
        try:
            method = _EXPRESSIONS.get(type(node))
            value = fit(method(self, node, env)) if method is not None else UNKNOWN
        finally:
            self.depth -= 1
        if not callee or isinstance(value, Class):
            self.escape(value)
        return value

    def _constant(self, node: ast.Constant, env: Env) -> Value:
        for rule in self.rules:
            if complaint := rule.literal(node.value):
                self.tell(rule, complaint, node)
        return const(node.value) if constants.small(node.value) else UNKNOWN

    def _name(self, node: ast.Name, env: Env) -> Value:
        return self.mention(node, self.resolve(node.id, env))

    def _attribute(self, node: ast.Attribute, env: Env) -> Value:
        return self.attr(self.eval(node.value, env, callee=True), node.attr, node, env)

    def _subscript(self, node: ast.Subscript, env: Env) -> Value:
        value = self.eval(node.value, env, callee=True)
        if isinstance(node.slice, ast.Slice):
            parts = [
                self.eval(p, env) if p else const(None)
                for p in (node.slice.lower, node.slice.upper, node.slice.step)
            ]
            if isinstance(value, (Const, Seq)):
                try:
                    cut: Any = slice(*(plain(part) for part in parts))
                    return (
                        wrap(_slice(plain(value), cut)) if isinstance(value, Const) else Seq(value.items[cut])
                    )
                except Exception:  # noqa: BLE001 - not constant, or the program would raise it too
                    return UNKNOWN
            return value if isinstance(value, (Data, Each)) else UNKNOWN
        key = self.eval(node.slice, env)
        return join(self.item(option, key, node) for option in options(value))

    def _call(self, node: ast.Call, env: Env) -> Value:
        func = self.eval(node.func, env, callee=True)
        args: list[Value] = []
        certain = True
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                value = self.eval(arg.value, env)
                if isinstance(value, Seq):
                    args.extend(value.items)
                else:
                    certain = False
                    args.append(self.element(value))
            else:
                args.append(self.eval(arg, env))
        kwargs: dict[str, Value] = {}
        for keyword in node.keywords:
            value = self.eval(keyword.value, env)
            if keyword.arg is not None:
                kwargs[keyword.arg] = value
            elif isinstance(value, Map):
                kwargs.update((k, v) for k, v in value.items if isinstance(k, str))
            else:
                certain = False
        if not certain and isinstance(func, (Func, Class)):
            self.escaped.add(id(func))
            return UNKNOWN
        found = list(options(func))
        self.maybe += len(found) > 1
        try:
            return join([self.call(option, args, kwargs, node, env) for option in found])
        finally:
            self.maybe -= len(found) > 1

    def _binop(self, node: ast.BinOp, env: Env) -> Value:
        # A long sum leans to the left: walk it with a loop.
        chain: list[ast.BinOp] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            chain.append(left)
            left = left.left
        value = self.eval(left, env)
        for part in reversed(chain):
            value = self.operate(part.op, value, self.eval(part.right, env), part)
        return value

    def operate(self, op: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
        """Apply a binary operator."""
        self.step()
        if isinstance(op, ast.Add) and isinstance(left, Seq) and isinstance(right, Seq):
            return Seq((left.items + right.items)[:1000])
        if isinstance(left, Const) and isinstance(right, (Const, Seq)):
            try:
                return constants.binary(op, left.value, plain(right)) or UNKNOWN
            except ValueError:
                return UNKNOWN
        if isinstance(op, ast.BitOr) and isinstance(left, Map) and isinstance(right, Map):
            return Map(left.items + right.items)
        kinds = [o for side in (left, right) for o in options(side)]
        for option in kinds:
            if isinstance(option, Object):
                return self.operator_of(option, op, left, right, node)
        if any(isinstance(o, Data) for o in kinds) and (
            all(isinstance(o, (Data, Const)) for o in kinds) or not self.facts.operators
        ):
            return DATA
        return UNKNOWN

    def operator_of(self, owner: Object, op: ast.operator, left: Value, right: Value, node: ast.AST) -> Value:
        """Apply an operator that the submission's own class defines."""
        name = _DUNDER.get(type(op))
        if name is None:
            return UNKNOWN
        if left is owner:
            return self.call(self.attr(owner, f"__{name}__", node), [right], {}, node, self.module_env)
        return self.call(self.attr(owner, f"__r{name}__", node), [left], {}, node, self.module_env)

    def _unary(self, node: ast.UnaryOp, env: Env) -> Value:
        inner: ast.expr = node
        ops = []
        while isinstance(inner, ast.UnaryOp):
            ops.append(inner.op)
            inner = inner.operand
        value = self.eval(inner, env)
        for op in reversed(ops):
            if isinstance(value, Const) and isinstance(value.value, (int, float)):
                number: Any = value.value
                if isinstance(op, ast.USub):
                    value = const(-number)
                elif isinstance(op, ast.Not):
                    value = const(not number)
                elif isinstance(op, ast.Invert) and isinstance(number, int):
                    value = const(~number)
            elif isinstance(op, ast.Not):
                value = DATA
        return value

    def _boolop(self, node: ast.BoolOp, env: Env) -> Value:
        values = []
        for part in node.values:
            known = self.truth(part, env)
            stops = known is not None and known[1] and known[0] == isinstance(node.op, ast.Or)
            values.append(self.eval(part, env))
            if stops:
                break
        return join(values)

    def _compare(self, node: ast.Compare, env: Env) -> Value:
        self.eval(node.left, env)
        for part in node.comparators:
            self.eval(part, env)
        known = self.truth(node, env)
        return DATA if known is None else const(known[0])

    def _ifexp(self, node: ast.IfExp, env: Env) -> Value:
        known = self.truth(node.test, env)
        self.eval(node.test, env)
        if known is not None and known[1]:
            return self.eval(node.body if known[0] else node.orelse, env)
        return join((self.eval(node.body, env), self.eval(node.orelse, env)))

    def _sequence(self, node: ast.Tuple | ast.List | ast.Set, env: Env) -> Value:
        items: list[Value] = []
        for part in node.elts:
            if isinstance(part, ast.Starred):
                value = self.eval(part.value, env)
                if not isinstance(value, Seq):
                    for rest in node.elts:
                        if rest is not part:
                            self.eval(rest.value if isinstance(rest, ast.Starred) else rest, env)
                    return UNKNOWN
                items.extend(value.items)
            else:
                items.append(self.eval(part, env))
        return Seq(tuple(items)) if len(items) <= 1000 else UNKNOWN

    def _dict(self, node: ast.Dict, env: Env) -> Value:
        items: list[tuple[object, Value]] = []
        known = True
        for key, part in zip(node.keys, node.values, strict=True):
            value = self.eval(part, env)
            if key is None:
                if isinstance(value, Map):
                    items.extend(value.items)
                    known = known and len(items) < 1000
                elif len(node.keys) == 1:
                    return value  # {**vars(torch)}
                else:
                    known = False
                continue
            name = self.eval(key, env)
            if isinstance(name, Const):
                items.append((name.value, value))
            else:
                known = False
        return Map(tuple(items)) if known else UNKNOWN

    def _joined(self, node: ast.JoinedStr, env: Env) -> Value:
        text: str | None = ""
        for part in node.values:
            if isinstance(part, ast.Constant):
                value: Value = const(part.value)
            elif isinstance(part, ast.FormattedValue):
                value = self.eval(part.value, env)
                if part.format_spec is not None:
                    self.eval(part.format_spec, env)
                if part.conversion != -1 or part.format_spec is not None:
                    value = UNKNOWN
            else:
                value = UNKNOWN
            if isinstance(value, Const) and isinstance(value.value, (str, int)) and text is not None:
                text = f"{text}{value.value}" if len(text) < constants.LONGEST else None
            else:
                text = None
        return UNKNOWN if text is None else const(text)

    def _named(self, node: ast.NamedExpr, env: Env) -> Value:
        value = self.eval(node.value, env, callee=True)
        if isinstance(node.target, ast.Name):
            env.bind_walrus(node.target.id, value)
        return value

    def _lambda(self, node: ast.Lambda, env: Env) -> Value:
        return self.function(node, env)

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, env: Env) -> Func:
        """Make a function of the submission; its defaults are evaluated now, as Python does."""
        arguments = node.args
        defaults: dict[str, Value] = {}
        positional = [*arguments.posonlyargs, *arguments.args]
        for arg, default in zip(reversed(positional), reversed(arguments.defaults), strict=False):
            defaults[arg.arg] = self.eval(default, env)
        for arg, keyword_default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if keyword_default is not None:
                defaults[arg.arg] = self.eval(keyword_default, env)
        func = Func(node, env, defaults)
        func.anchor = self.anchors[0] if self.anchors else None
        if not self.quiet:
            self.funcs.append(func)
        return func

    def _comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, env: Env
    ) -> Value:
        names = {n for g in node.generators for inner in ast.walk(g.target) for n in bound_names(inner)}
        inner = Env("comprehension", env, names)
        items: list[Value] = []
        exact = self._generate(node, 0, inner, items)
        if isinstance(node, ast.DictComp):
            pairs = [i.items for i in items if isinstance(i, Seq) and len(i.items) == 2]
            if exact and all(isinstance(k, Const) for k, _ in pairs):
                return Map(tuple((k.value, v) for k, v in pairs if isinstance(k, Const)))
            return UNKNOWN
        return Seq(tuple(items)) if exact else Each(join(items))

    def _generate(
        self,
        node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
        level: int,
        env: Env,
        items: list[Value],
    ) -> bool:
        """Walk the loops of a comprehension; True when every item is known exactly."""
        if level == len(node.generators):
            if isinstance(node, ast.DictComp):
                items.append(Seq((self.eval(node.key, env), self.eval(node.value, env))))
            else:
                items.append(self.eval(node.elt, env))
            return len(items) < 1000
        loop = node.generators[level]
        source = spread(self.eval(loop.iter, env.parent if level == 0 and env.parent else env))
        known = isinstance(source, Seq) and len(source.items) <= UNROLL and self.following
        exact = known
        elements = source.items if known and isinstance(source, Seq) else (self.element(source),)
        for element in elements:
            self.assign(loop.target, element, env)
            skip = False
            for test in loop.ifs:
                result = self.truth(test, env)
                self.eval(test, env)
                if result is None:
                    exact = False
                elif not result[0]:
                    skip = known
            if not skip:
                exact = self._generate(node, level + 1, env, items) and exact
        return exact

    def _await(self, node: ast.Await, env: Env) -> Value:
        return self.eval(node.value, env)

    def _yield(self, node: ast.Yield | ast.YieldFrom, env: Env) -> Value:
        value = self.eval(node.value, env) if node.value is not None else const(None)
        if self.frames:
            self.frames[-1].yields.append(self.element(value) if isinstance(node, ast.YieldFrom) else value)
        return UNKNOWN

    def _starred(self, node: ast.Starred, env: Env) -> Value:
        self.eval(node.value, env)
        return UNKNOWN

    def _slice_node(self, node: ast.Slice, env: Env) -> Value:
        for part in (node.lower, node.upper, node.step):
            if part is not None:
                self.eval(part, env)
        return UNKNOWN

    def element(self, value: Value) -> Value:
        """Say what iterating over a value yields."""
        found = []
        for option in options(value):
            if isinstance(option, Seq):
                found.append(join(option.items) if option.items else UNKNOWN)
            elif isinstance(option, Each):
                found.append(option.item)
            elif isinstance(option, Data):
                found.append(DATA)
            elif isinstance(option, Map):
                found.append(join(const(key) for key, _ in option.items) if option.items else UNKNOWN)
            elif isinstance(option, Const) and isinstance(option.value, (str, bytes)) and option.value:
                found.append(join(const(c) for c in option.value[:8]) if len(option.value) <= 6 else UNKNOWN)
            else:
                found.append(UNKNOWN)
        return join(found)


def _slice(value: object, cut: slice) -> object:
    return value[cut] if isinstance(value, (str, bytes)) else None


_DUNDER: dict[type[ast.operator], str] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.MatMult: "matmul", ast.Div: "truediv", ast.Pow: "pow",
    ast.Mod: "mod", ast.FloorDiv: "floordiv", ast.BitOr: "or", ast.BitAnd: "and", ast.BitXor: "xor",
    ast.LShift: "lshift", ast.RShift: "rshift",
}  # fmt: skip
_EXPRESSIONS: dict[type[ast.expr], Callable[[Any, Any, Env], Value]] = {
    ast.Constant: Expressions._constant,
    ast.Name: Expressions._name,
    ast.Attribute: Expressions._attribute,
    ast.Subscript: Expressions._subscript,
    ast.Call: Expressions._call,
    ast.BinOp: Expressions._binop,
    ast.UnaryOp: Expressions._unary,
    ast.BoolOp: Expressions._boolop,
    ast.Compare: Expressions._compare,
    ast.IfExp: Expressions._ifexp,
    ast.Tuple: Expressions._sequence,
    ast.List: Expressions._sequence,
    ast.Set: Expressions._sequence,
    ast.Dict: Expressions._dict,
    ast.JoinedStr: Expressions._joined,
    ast.NamedExpr: Expressions._named,
    ast.Lambda: Expressions._lambda,
    ast.ListComp: Expressions._comprehension,
    ast.SetComp: Expressions._comprehension,
    ast.GeneratorExp: Expressions._comprehension,
    ast.DictComp: Expressions._comprehension,
    ast.Await: Expressions._await,
    ast.Yield: Expressions._yield,
    ast.YieldFrom: Expressions._yield,
    ast.Starred: Expressions._starred,
    ast.Slice: Expressions._slice_node,
}
