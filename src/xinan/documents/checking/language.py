"""The small language of templates: names, `{% if %}`, `{% for %}` over rows. Everything else of Jinja is refused.

The check is part of compiling: no source runs, in a sample or when a letter is issued, that did not pass it. Loops do not nest
and nothing is called or reckoned, so that what a template makes is bounded by its own length and the rows it is given.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import SandboxedEnvironment

_LOOP = frozenset({"index", "first", "last", "length"})
_TRANSPARENT = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.CondExpr, nodes.Not, nodes.And, nodes.Or,
                nodes.Compare, nodes.Operand, nodes.Const)  # fmt: skip


@dataclass(frozen=True)
class Vocabulary:
    """What a template may name: fields, and of fields with rows the columns."""

    names: frozenset[str]
    rows: Mapping[str, frozenset[str]] = field(default_factory=dict)


class Unspeakable(Exception):
    """The template says what it may not; `code` is unknown or forbidden, `details` the words at fault."""

    def __init__(self, code: str, details: Iterable[str]) -> None:
        super().__init__(code)
        self.code = code
        self.details = tuple(dict.fromkeys(details))


class LetterEnvironment(SandboxedEnvironment):
    """Jinja as templates of letters may use it; what it writes is escaped for XML."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, extensions=())
        self._vocabulary = vocabulary
        self.named: set[str] = set()
        self.globals.clear()
        self.filters.clear()

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        check = _Check(self._vocabulary)
        check.visit(tree, {})
        if check.forbidden:
            raise Unspeakable("forbidden", check.forbidden)
        if check.unknown:
            raise Unspeakable("unknown", check.unknown)
        self.named |= check.named
        return tree


Scope = Mapping[str, frozenset[str]]


class _Check:
    """Walks a tree and notes what is unknown and what is forbidden."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.unknown: list[str] = []
        self.forbidden: list[str] = []
        self.named: set[str] = set()

    def visit(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.Name):
            self._name(node.name, scope)
        elif isinstance(node, nodes.Getattr):
            self._attribute(node, scope)
        elif isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, _TRANSPARENT):
            self._each(node.iter_child_nodes(), scope)
        else:
            self.forbidden.append(_word(node))

    def _each(self, children: Iterable[nodes.Node], scope: Scope) -> None:
        for child in children:
            self.visit(child, scope)

    def _name(self, name: str, scope: Scope) -> None:
        if name in self._vocabulary.names:
            self.named.add(name)
        elif name not in scope:
            self.unknown.append(name)

    def _attribute(self, node: nodes.Getattr, scope: Scope) -> None:
        holder = node.node
        if not isinstance(holder, nodes.Name) or node.attr.startswith("_"):
            self.forbidden.append(f".{node.attr}")
        elif holder.name not in scope or holder.name in self._vocabulary.names or node.attr not in scope[holder.name]:
            self.unknown.append(f"{holder.name}.{node.attr}")

    def _loop(self, node: nodes.For, scope: Scope) -> None:
        rows, target = node.iter, node.target
        if scope or node.test is not None or node.recursive or not isinstance(target, nodes.Name):
            self.forbidden.append("for")
        elif not isinstance(rows, nodes.Name) or rows.name not in self._vocabulary.rows:
            self.unknown.append(f"for {_word(rows)}")
        else:
            self.named.add(rows.name)
            self._each(node.body, {target.name: self._vocabulary.rows[rows.name], "loop": _LOOP})
            self._each(node.else_, scope)


def _word(node: nodes.Node) -> str:
    """What to call a construct when it is refused."""
    given: Any = getattr(node, "name", "")
    return str(given) if isinstance(given, str) and given else type(node).__name__.lower()
