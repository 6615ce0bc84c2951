"""Match patterns, which fetch attributes and items without writing a dot: `case object(autograd=found)`."""

import ast

from harness.rules.reading.attributes import Attributes
from harness.rules.reading.scope import Env
from harness.rules.reading.truth import plain
from harness.rules.reading.values import UNKNOWN, Class, Seq, Value


class Patterns(Attributes):
    """Binds what patterns capture."""

    def patterns(self, node: ast.pattern, subject: Value, env: Env) -> None:
        """Bind the captures of one pattern, whether or not it will match."""
        self.step()
        if isinstance(node, ast.MatchAs):
            if node.pattern is not None:
                self.patterns(node.pattern, subject, env)
            if node.name:
                env.bind(node.name, subject)
        elif isinstance(node, ast.MatchOr):
            for choice in node.patterns:
                self.patterns(choice, subject, env)
        elif isinstance(node, ast.MatchValue):
            self.eval(node.value, env)
        elif isinstance(node, ast.MatchSequence):
            self._sequence_pattern(node, subject, env)
        elif isinstance(node, ast.MatchMapping):
            for key, part in zip(node.keys, node.patterns, strict=True):
                self.patterns(part, self.item(subject, self.eval(key, env), key), env)
            if node.rest:
                env.bind(node.rest, UNKNOWN)
        elif isinstance(node, ast.MatchClass):
            self._class_pattern(node, subject, env)
        elif isinstance(node, ast.MatchStar) and node.name:
            env.bind(node.name, UNKNOWN)

    def _sequence_pattern(self, node: ast.MatchSequence, subject: Value, env: Env) -> None:
        exact = isinstance(subject, Seq) and len(subject.items) == len(node.patterns)
        for index, part in enumerate(node.patterns):
            if exact and isinstance(subject, Seq) and not isinstance(part, ast.MatchStar):
                self.patterns(part, subject.items[index], env)
            else:
                self.patterns(part, self.element(subject), env)

    def _class_pattern(self, node: ast.MatchClass, subject: Value, env: Env) -> None:
        cls = self.eval(node.cls, env)
        for attribute, part in zip(node.kwd_attrs, node.kwd_patterns, strict=True):
            self.patterns(part, self.attr(subject, attribute, part), env)
        positions: object = ()
        if isinstance(cls, Class):
            try:
                positions = plain(self.of_class(cls, "__match_args__"))
            except ValueError:
                positions = ()
        names = positions if isinstance(positions, tuple) else ()
        for index, part in enumerate(node.patterns):
            name = names[index] if index < len(names) else None
            if isinstance(name, str):
                self.patterns(part, self.attr(subject, name, part), env)
            else:
                # `case float(x)` binds the subject itself; other classes keep their secret.
                self.patterns(part, subject if index == 0 and not isinstance(cls, Class) else UNKNOWN, env)
