"""Calls: functions of the submission are followed with the arguments they get; library calls are asked about."""

import ast
from collections.abc import Mapping, Sequence

from harness.rules.reading.core import Frame
from harness.rules.reading.patterns import Patterns
from harness.rules.reading.scope import Env, local_names
from harness.rules.reading.values import (
    DATA,
    UNKNOWN,
    Bound,
    Class,
    Const,
    Data,
    Each,
    Either,
    Func,
    Getter,
    Lib,
    Map,
    Method,
    Object,
    Partial,
    Seq,
    Super,
    Unknown,
    Value,
    fit,
    join,
    options,
    text_of,
)
from harness.rules.rule import Call

#: How often one function is followed with different arguments, and how deep calls are followed.
CONTEXTS = 12
DEEP_CALLS = 10

_TENSOR_HOMES = ("torch.", "torch.nn.functional.", "torch.linalg.", "torch.special.", "torch.fft.", "numpy.", "math.",
                 "numpy.linalg.", "numpy.random.", "numpy.fft.", "torch.random.")  # fmt: skip
_NOT_TENSORS = frozenset(
    {"torch.compile", "torch.load", "torch.vmap", "torch.jit", "torch.no_grad", "torch.enable_grad",
     "torch.inference_mode", "torch.set_grad_enabled", "numpy.vectorize", "numpy.frompyfunc", "numpy.load"}
)  # fmt: skip


def _plain(value: Value) -> bool:
    """True for data and constants, and containers of nothing else."""
    if isinstance(value, (Seq, Either)):
        return all(_plain(item) for item in (value.items if isinstance(value, Seq) else value.options))
    if isinstance(value, Each):
        return _plain(value.item)
    return isinstance(value, (Data, Const, Lib))


# Layers that can be called and give tensors; what holds other modules is not among them.
_LAYERS = frozenset(
    {"Linear", "Bilinear", "Conv1d", "Conv2d", "Conv3d", "ReLU", "LeakyReLU", "ELU", "GELU", "SiLU", "Tanh", "Sigmoid",
     "Softplus", "Softmax", "LogSoftmax", "Dropout", "Flatten", "Embedding", "BatchNorm1d", "BatchNorm2d", "RMSNorm"}
)  # fmt: skip


class Calls(Patterns):
    """Follows calls."""

    def call(
        self, func: Value, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST, env: Env
    ) -> Value:
        """Say what calling a value returns, and tell what the rules object to on the way."""
        self.step()
        if isinstance(func, Lib):
            return self._library(func, args, kwargs, node, env)
        if isinstance(func, Func):
            return self.follow(func, args, kwargs)
        if isinstance(func, Method):
            return self.follow(func.func, [func.first, *args], kwargs)
        if isinstance(func, Class):
            return self._instance(func, args, kwargs, node, env)
        if isinstance(func, Partial):
            return join(
                [
                    self.call(option, [*func.args, *args], {**dict(func.kwargs), **kwargs}, node, env)
                    for option in options(func.func)
                ]
            )
        if isinstance(func, Getter):
            return self._getter(func, args, node, env)
        if isinstance(func, Bound):
            return self.mention(node, self.method(func.receiver, func.method, args, node, env))
        if isinstance(func, Object):
            forward = self.of_class(func.cls, "forward")
            if isinstance(forward, Func) and not isinstance(self.of_class(func.cls, "__call__"), Func):
                # A module of torch: calling it calls its `forward`.
                return self.follow(forward, [func, *args], kwargs)
            return self.call(self.attr(func, "__call__", node), args, kwargs, node, env)
        self.ask_call(Call("?", tuple(args), kwargs, node))
        return DATA if isinstance(func, Data) else UNKNOWN

    def _library(
        self, func: Lib, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST, env: Env
    ) -> Value:
        call = Call(func.name, tuple(args), kwargs, node)
        self.ask_call(call)
        known = self.model(call, env)
        if known is not None:
            return self.mention(node, known)
        for value in (*args, *kwargs.values()):
            self.escape(value)
        name = func.name
        home, _, last = name.rpartition(".")
        if home == "torch.nn" and (last.endswith(("Loss", "Norm")) or last in _LAYERS):
            return Partial(Lib("torch.nn.functional.layer"))
        if home == "torch.distributions" or name == "torch.nn.Parameter":
            return DATA
        if home.startswith("numpy") and not all(_plain(value) for value in args):
            return UNKNOWN  # an array of objects holds the submission's own
        if name in _NOT_TENSORS or last[:1].isupper():
            return (
                DATA if name == "torch.Tensor" or (home == "torch" and last.endswith("Tensor")) else UNKNOWN
            )
        if f"{home}." in _TENSOR_HOMES or name.startswith("torch.Tensor."):
            return DATA
        return UNKNOWN

    def _instance(
        self, cls: Class, args: Sequence[Value], kwargs: Mapping[str, Value], node: ast.AST, env: Env
    ) -> Value:
        made = Object(cls)
        start = self.of_class(cls, "__init__")
        if isinstance(start, Func):
            self.follow(start, [made, *args], kwargs)
        elif not cls.shaken:
            # A dataclass or a named tuple: fields in order.
            names = [
                n.target.id
                for n in cls.node.body
                if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)
            ]
            for name, value in (*zip(names, args, strict=False), *kwargs.items()):
                self.store_attr(made, name, value, node)
            after = self.of_class(cls, "__post_init__")
            if isinstance(after, Func):
                self.follow(after, [made], {})
        return made

    def _getter(self, getter: Getter, args: Sequence[Value], node: ast.AST, env: Env) -> Value:
        if not args:
            return UNKNOWN
        target = args[0]
        found: list[Value] = []
        if getter.kind == "methodcaller":
            name = text_of(getter.args[0]) if getter.args else None
            if name is None:
                return UNKNOWN
            func = self.attr(target, name, node)
            return join(
                [self.call(o, getter.args[1:], dict(getter.kwargs), node, env) for o in options(func)]
            )
        for key in getter.args:
            if getter.kind == "itemgetter":
                found.append(join([self.item(o, key, node) for o in options(target)]))
                continue
            path = text_of(key)
            value = UNKNOWN if path is None else target
            for part in (path or "").split("."):
                value = self.attr(value, part, node)
            found.append(value)
        return found[0] if len(found) == 1 else Seq(tuple(found))

    # Following functions of the submission.

    def follow(self, func: Func, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
        """Walk a function's body with the arguments of this call, and say what it returns."""
        args = [fit(arg) for arg in args]
        node = func.node
        busy = any(frame.func.node is node for frame in self.frames)
        seen = self.done.get(id(node), 0)
        key = (
            id(func),
            tuple(args),
            tuple(sorted(kwargs.items(), key=lambda kv: kv[0])),
            self.dead > 0,
            self.maybe > 0,
        )
        if key in self.memo:
            return self.memo[key]
        if busy or not self.following or len(self.frames) >= DEEP_CALLS or seen >= CONTEXTS:
            if not self.dead and not self.quiet:
                self.escaped.add(id(func))
            return UNKNOWN
        value = self.enter(func, self._arguments(func, args, kwargs))
        self.memo[key] = value
        return value

    def enter(self, func: Func, values: dict[str, Value]) -> Value:
        """Walk a function's body with given values for its parameters."""
        node = func.node
        if not self.dead and not self.quiet:
            self.done[id(node)] = self.done.get(id(node), 0) + 1
        env = Env("function", func.env, local_names(node))
        env.vars.update(values)
        frame = Frame(func)
        self.frames.append(frame)
        before, anchors = self.depth, self.anchors
        self.anchors = [func.anchor] if func.anchor is not None else []
        try:
            if isinstance(node, ast.Lambda):
                frame.returns.append(self.eval(node.body, env))
            elif not self.run(node.body, env):
                frame.returns.append(Const(None, type(None)))
        finally:
            self.frames.pop()
            self.anchors = anchors
            self.depth = before
        if frame.yields:
            return Each(join(frame.yields))
        return join(frame.returns)

    def _arguments(self, func: Func, args: Sequence[Value], kwargs: Mapping[str, Value]) -> dict[str, Value]:
        """Bind arguments to parameters as a call would."""
        arguments = func.node.args
        positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        values: dict[str, Value] = dict(func.defaults)
        values.update(zip(positional, args, strict=False))
        named = set(positional) | {a.arg for a in arguments.kwonlyargs}
        values.update((k, v) for k, v in kwargs.items() if k in named)
        if arguments.vararg is not None:
            values[arguments.vararg.arg] = Seq(tuple(args[len(positional) :]))
        if arguments.kwarg is not None:
            values[arguments.kwarg.arg] = Map(tuple((k, v) for k, v in kwargs.items() if k not in named))
        for name in named:
            values.setdefault(name, UNKNOWN)
        return values

    def enter_unknown(self, func: Func, first: Value | None, rest: Value) -> None:
        """Walk a function that someone we cannot see may call."""
        arguments = func.node.args
        positional = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
        values: dict[str, Value] = {}
        for name in (*positional, *(a.arg for a in arguments.kwonlyargs)):
            default = func.defaults.get(name)
            if default is None:
                values[name] = rest
            elif isinstance(default, (Const, Unknown)):
                # A caller may give something else: the default is one possibility.
                values[name] = join((rest, default)) if isinstance(rest, Data) else UNKNOWN
            else:
                values[name] = default
        if first is not None and positional:
            values[positional[0]] = first
        if arguments.vararg is not None:
            values[arguments.vararg.arg] = Each(rest)
        if arguments.kwarg is not None:
            values[arguments.kwarg.arg] = UNKNOWN
        self.enter(func, values)

    def super_here(self) -> Value:
        """Say what `super()` without arguments is in the function being walked."""
        for frame in reversed(self.frames):
            owner = frame.func.owner
            if owner is not None:
                return Super(owner, Object(owner))
        return UNKNOWN
