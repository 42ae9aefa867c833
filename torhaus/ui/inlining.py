"""Puts the small components' HTML where a page calls them, so that the pages' long lists pay for no call at all.

A component is small when its macro only puts out text: no {% set %}, nothing taken from the page. Names must not meet:
where a page uses a name of its own that the macro uses too, the call stays a call. What is drawn is the same either way.
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from jinja2 import nodes
from jinja2.visitor import NodeTransformer

LARGEST = 60
"""Macros with more nodes than this stay calls."""
FORBIDDEN: Any = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Macro,
    nodes.Block,
    nodes.Include,
    nodes.Import,
    nodes.FromImport,
    nodes.With,
)
PURE = (nodes.Const, nodes.Name)


class Small(NamedTuple):
    """A macro that can be put in place of its call."""

    macro: nodes.Macro
    arguments: tuple[str, ...]
    own: frozenset[str]
    free: frozenset[str]
    takes_body: bool


def smalls(macros: Iterable[nodes.Macro], *, known: frozenset[str]) -> dict[str, Small]:
    """Those of the macros that are small, by name; `known` are the names which mean the same everywhere."""
    found = (_small(macro, known) for macro in macros)
    return {small.macro.name: small for small in found if small is not None}


def _small(macro: nodes.Macro, known: frozenset[str]) -> Small | None:
    arguments = tuple(argument.name for argument in macro.args)
    if {"csrf_input", "request"} & set(arguments) or _size(macro) > LARGEST or macro.find(FORBIDDEN):  # type: ignore[arg-type]
        return None
    if macro.find(nodes.CallBlock) or _has_body_elsewhere(macro):
        return None
    own = _stored(macro.body)
    free = _loaded(macro.body) - own - set(arguments) - {"caller", "loop"}
    if own & set(arguments) or not free <= known:
        return None
    return Small(macro, arguments, frozenset(own), frozenset(free), "caller" in _loaded(macro.body))


def _has_body_elsewhere(macro: nodes.Macro) -> bool:
    """Whether `caller()` stands anywhere but once, by itself, outside of loops."""
    calls = [call for call in macro.find_all(nodes.Call) if _is_body(call)]
    in_loops = [call for loop in macro.find_all(nodes.For) for call in loop.find_all(nodes.Call) if _is_body(call)]
    put_out = [call for output in macro.find_all(nodes.Output) for call in output.nodes if _is_body(call)]
    return len(calls) > 1 or bool(in_loops) or len(put_out) != len(calls)


class Inlined(NodeTransformer):
    """Works on one template; nested calls are followed."""

    def __init__(self, found: dict[str, Small], template: nodes.Template) -> None:
        stored = _stored([template])
        self.found = {name: small for name, small in found.items() if name not in stored and not small.free & stored}
        self.numbers = itertools.count()
        self.depth = 0

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:
        statements: list[nodes.Stmt] = []
        for child in node.nodes:
            body = self._expanded(child, None) if isinstance(child, nodes.Call) else None
            statements += body if body is not None else [nodes.Output([self.visit(child)], lineno=node.lineno)]
        return _joined(statements)

    def visit_CallBlock(self, node: nodes.CallBlock) -> Any:
        node.body = self._visited(node.body)
        if node.args or node.defaults:
            return node
        body = self._expanded(node.call, node.body)
        return node if body is None else body

    def generic_visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> nodes.Node:
        super().generic_visit(node, *args, **kwargs)
        for field in ("body", "else_"):
            statements = getattr(node, field, None)
            if isinstance(statements, list):
                setattr(node, field, _joined(statements))
        return node

    def _visited(self, statements: list[nodes.Node]) -> list[Any]:
        found: list[Any] = []
        for statement in statements:
            visited = self.visit(statement)
            found += visited if isinstance(visited, list) else [visited]
        return _joined(found)

    def _expanded(self, call: nodes.Call, body: list[nodes.Node] | None) -> list[nodes.Stmt] | None:
        """The statements that draw what this call would; None where it has to stay a call."""
        small = self.found.get(call.node.name) if isinstance(call.node, nodes.Name) else None
        if (
            small is None
            or call.dyn_args
            or call.dyn_kwargs
            or self.depth > 3
            or (body is not None and not small.takes_body)
        ):
            return None
        given = _given(small, call)
        if given is None or small.own & _loaded([*given.values(), *(body or [])]):
            return None
        return self._put_in(small, given, body)

    def _put_in(self, small: Small, given: dict[str, nodes.Expr], body: list[nodes.Node] | None) -> list[nodes.Stmt]:
        values: dict[str, nodes.Expr] = {}
        bound: list[tuple[nodes.Name, nodes.Expr]] = []
        uses = [name.name for part in small.macro.body for name in _with_self(part, nodes.Name)]
        for name, value in given.items():
            values[name] = value
            if not isinstance(value, PURE) and uses.count(name) > 1:
                mine = f"_{small.macro.name}_{name}_{next(self.numbers)}"
                bound.append((nodes.Name(mine, "store"), value))
                values[name] = nodes.Name(mine, "load")
        filled = _Filled(values, body).all(_copied(small.macro.body))
        self.depth += 1
        inside = self._visited(filled)
        self.depth -= 1
        if not bound:
            return [nodes.Scope(inside)] if body is not None and _stored(body) else inside
        return [nodes.With([name for name, _value in bound], [self.visit(value) for _name, value in bound], inside)]


class _Filled(NodeTransformer):
    """A macro's body with the values in place of the arguments; what is decided by that alone is decided."""

    def __init__(self, values: dict[str, nodes.Expr], body: list[nodes.Node] | None) -> None:
        self.values = values
        self.body = body

    def all(self, statements: list[nodes.Node]) -> list[Any]:
        found: list[Any] = []
        for statement in statements:
            visited = self.visit(statement)
            if visited is not None:
                found += visited if isinstance(visited, list) else [visited]
        return found

    def visit_Name(self, node: nodes.Name) -> nodes.Expr:
        value = self.values.get(node.name)
        return node if value is None else _copied(value)

    def visit_Test(self, node: nodes.Test) -> nodes.Expr:
        if node.name == "defined" and isinstance(node.node, nodes.Name) and node.node.name == "caller":
            return nodes.Const(self.body is not None)
        return self.generic_visit(node)  # type: ignore[return-value]

    def visit_Output(self, node: nodes.Output) -> list[nodes.Stmt]:
        found: list[Any] = []
        for child in node.nodes:
            if isinstance(child, nodes.Call) and _is_body(child) and self.body is not None:
                found += self.body
            else:
                found.append(nodes.Output([self.visit(child)], lineno=node.lineno))
        return found

    def visit_If(self, node: nodes.If) -> Any:
        open_cases: list[tuple[nodes.Expr, list[Any]]] = []
        otherwise = node.else_
        for case in (node, *node.elif_):
            test = self.visit(case.test)
            if not isinstance(test, nodes.Const):
                open_cases.append((test, self.all(case.body)))
            elif test.value:
                otherwise = case.body
                break
        rest = self.all(otherwise)
        if not open_cases:
            return rest
        first, *others = (nodes.If(test, body, [], [], lineno=node.lineno) for test, body in open_cases)
        first.elif_, first.else_ = others, rest
        return first

    def visit_CondExpr(self, node: nodes.CondExpr) -> nodes.Node:
        node.test = self.visit(node.test)
        if isinstance(node.test, nodes.Const):
            chosen = node.expr1 if node.test.value else node.expr2
            return self.visit(chosen) if chosen is not None else nodes.Const("")
        return self.generic_visit(node)


def _given(small: Small, call: nodes.Call) -> dict[str, nodes.Expr] | None:
    """Every argument with its value; None when one is missing or not declared (the call itself says so then)."""
    words = {word.key: word.value for word in call.kwargs}
    if len(call.args) > len(small.arguments) or not words.keys() <= set(small.arguments[len(call.args) :]):
        return None
    defaults = dict(zip(reversed(small.arguments), reversed(small.macro.defaults), strict=False))
    values = defaults | dict(zip(small.arguments, call.args, strict=False)) | words
    return values if values.keys() == set(small.arguments) else None


def _copied(part: Any) -> Any:
    """A node with all below it, so that one use may be changed without the others."""
    if isinstance(part, (list, tuple)):
        return type(part)(_copied(one) for one in part)
    if not isinstance(part, nodes.Node):
        return part
    values = [_copied(getattr(part, field)) for field in part.fields]
    return type(part)(*values, lineno=part.lineno, environment=part.environment)


def _joined(statements: list[Any]) -> list[Any]:
    """Neighbouring outputs as one, so that constant text comes together."""
    found: list[Any] = []
    for statement in statements:
        if isinstance(statement, nodes.Output) and found and isinstance(found[-1], nodes.Output):
            found[-1] = nodes.Output([*found[-1].nodes, *statement.nodes], lineno=found[-1].lineno)
        else:
            found.append(statement)
    return found


def _is_body(node: nodes.Node) -> bool:
    return (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name == "caller"
        and not node.args
    )


def _with_self(node: nodes.Node, kind: Any) -> Iterator[Any]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _names(parts: Iterable[nodes.Node], *contexts: str) -> set[str]:
    return {name.name for part in parts for name in _with_self(part, nodes.Name) if name.ctx in contexts}


def _stored(parts: Iterable[nodes.Node]) -> set[str]:
    parts = list(parts)
    macros = {macro.name for part in parts for macro in _with_self(part, nodes.Macro)}
    imports = {
        target
        for part in parts
        for one in _with_self(part, (nodes.FromImport, nodes.Import))
        for target in _targets(one)
    }
    return _names(parts, "store", "param") | macros | imports


def _targets(node: Any) -> list[str]:
    if isinstance(node, nodes.Import):
        return [node.target]
    return [name if isinstance(name, str) else name[1] for name in node.names]


def _loaded(parts: Iterable[nodes.Node]) -> set[str]:
    return _names(parts, "load")


def _size(node: nodes.Node) -> int:
    return sum(1 for _one in node.find_all(nodes.Node))
