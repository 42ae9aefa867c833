"""Turns templates into quicker Python than Jinja does by itself; what a page shows is the same.

Each language has its own environment, so a translated text is a constant of the compiled page. A component is a plain
function call with its arguments in place: a wrong argument is an error when the page is compiled, not when it is drawn.
In DEBUG, where components may change under a running page, Jinja's own way is taken instead.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from django.utils import translation
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, find_undeclared
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

FUNCTIONS = frozenset({"url", "static", "icon", "new_form_key", "describe_field", "with_query", "column", "tab"})
"""Globals of the environment that ask nothing of the page they are called in."""


TEXTS: dict[str, Callable[..., str]] = {
    "_": translation.gettext,
    "gettext": translation.gettext,
    "pgettext": translation.pgettext,
}
_SPECIAL = re.compile("[&<>'\"]")


def out(value: Any) -> str:
    """A value as HTML, for a place where it is not looked at again; the short ways first, `escape` decides the rest."""
    kind = type(value)
    if kind is str:
        return value if _SPECIAL.search(value) is None else str(escape(value))
    if kind is Markup:
        return value  # type: ignore[no-any-return]
    return str(value) if kind is int else str(escape(value))


class Signature(Protocol):
    """What a call of a component needs to know of it."""

    name: str
    arguments: tuple[str, ...]
    from_page: tuple[str, ...]
    takes_body: bool


def takes_body(macro: nodes.Macro) -> bool:
    """Whether a macro uses `caller`; Jinja then gives its function one argument more."""
    return "caller" in find_undeclared(macro.body, ("caller",))


class Translated(NodeTransformer):
    """Puts the words of one language in place of `_('…')` and `{% trans %}`; plural forms stay calls."""

    def __init__(self, language: str) -> None:
        self.language = language

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        node = self.generic_visit(node)  # type: ignore[assignment]
        text = self._text(node)
        if text is None:
            return node
        if not node.kwargs:
            return nodes.Const(Markup(text) % {}, lineno=node.lineno, environment=node.environment)  # noqa: S704
        pairs = [nodes.Pair(nodes.Const(word.key), word.value) for word in node.kwargs]
        return nodes.Mod(
            nodes.Const(Markup(text)),  # noqa: S704 (our own catalogue; what is put into it gets escaped)
            nodes.Dict(pairs),
            lineno=node.lineno,
            environment=node.environment,
        )

    def _text(self, node: nodes.Call) -> str | None:
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return None
        words = [word.value for word in node.args if isinstance(word, nodes.Const) and isinstance(word.value, str)]
        function = TEXTS.get(node.node.name)
        if function is None or len(words) != len(node.args):
            return None
        with translation.override(self.language):
            return function(*words)


class PageCode(CodeGenerator):
    """Jinja's code generator, but components and known functions are called without its run-time machinery."""

    _bare: nodes.Expr | None = None
    """The component being put out as it is; elsewhere what it draws has to be marked as HTML."""

    def pull_dependencies(self, nodes_: Iterable[nodes.Node]) -> None:
        nodes_ = list(nodes_)
        super().pull_dependencies(nodes_)
        names = {call.node.name for node in nodes_ for call in _calls(node) if isinstance(call.node, nodes.Name)}
        for name in sorted(names & self._components.keys()):
            self.writeline(f"c_{name} = environment.components[{name!r}]")
        for name in sorted(names & FUNCTIONS):
            self.writeline(f"g_{name} = environment.globals[{name!r}]")

    def blockvisit(self, nodes_: Iterable[nodes.Node], frame: Frame) -> None:
        """A page or block gathers its text and hands it on in one piece, not piece by piece through all it stands in."""
        nodes_ = list(nodes_)
        is_whole = frame.rootlevel or frame.block_frame
        if frame.buffer or not is_whole or any(isinstance(node, nodes.Extends) for node in nodes_):
            return super().blockvisit(nodes_, frame)
        self.buffer(frame)
        gathered = frame.buffer
        super().blockvisit(nodes_, frame)
        frame.buffer = None
        return self.writeline(f"yield concat({gathered})")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        name = self._known(node, frame)
        if name in self._components:
            is_put_out = forward_caller or node is self._bare
            self.write("(" if is_put_out else "Markup(")
            self._draw(self._components[name], node, frame, caller="caller" if forward_caller else "")
            self.write(")")
        elif name in FUNCTIONS and not forward_caller:
            self.write(f"g_{name}(")
            self._arguments(node, frame)
        elif _is_body(node):
            self.visit(node.node, frame)
            self.write("(")
            self._arguments(node, frame)
        else:
            super().visit_Call(node, frame, forward_caller=forward_caller)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """`row.name` by Python's own getattr; only where that finds nothing, the way that also looks for items."""
        self.write("(v_ if (v_ := getattr((o_ := ")
        self.visit(node.node, frame)
        self.write(f"), {node.attr!r}, missing)) is not missing else environment.getattr(o_, {node.attr!r}))")

    def write_commons(self) -> None:
        super().write_commons()
        self.writeline("out = environment.out")

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            return super()._output_child_pre(node, frame, finalize)
        is_component = isinstance(node, nodes.Call) and self._known(node, frame) in self._components
        self._bare = node if is_component else None
        return self.write("(" if is_component else "out(")

    @property
    def _components(self) -> dict[str, Signature]:
        return self.environment.components  # type: ignore[attr-defined, no-any-return]

    def _known(self, node: nodes.Call, frame: Frame) -> str:
        """The name called, if it is the environment's and not one of the template itself."""
        if not isinstance(node.node, nodes.Name) or node.dyn_args or node.dyn_kwargs:
            return ""
        name = node.node.name
        reference = frame.symbols.find_ref(name)
        load = frame.symbols.find_load(reference) if reference else None
        return name if load is not None and load[0] == VAR_LOAD_RESOLVE else ""

    def _draw(self, component: Signature, node: nodes.Call, frame: Frame, *, caller: str) -> None:
        given = _placed(component, node)
        self.write(f"c_{component.name}.draw(")
        for argument in component.arguments:
            if argument in given:
                self.visit(given[argument], frame)
                self.write(", ")
            elif argument in component.from_page:
                self.write(f"context.resolve_or_missing({argument!r}), ")
            else:
                self.write("missing, ")
        if component.takes_body:
            self.write(caller or "environment.no_caller")
        elif caller:
            raise TypeError(f"{component.name}: takes no body ({self.name}, line {node.lineno})")
        self.write(")")

    def _arguments(self, node: nodes.Call, frame: Frame) -> None:
        for argument in node.args:
            self.visit(argument, frame)
            self.write(", ")
        for keyword in node.kwargs:
            self.visit(keyword, frame)
            self.write(", ")
        self.write(")")


def _calls(node: nodes.Node) -> Iterator[nodes.Call]:
    if isinstance(node, nodes.Call):
        yield node
    yield from node.find_all(nodes.Call)


def _is_body(node: nodes.Call) -> bool:
    """`caller()`: what stands between {% call %} and {% endcall %}."""
    return (
        isinstance(node.node, nodes.Name) and node.node.name == "caller" and not node.dyn_args and not node.dyn_kwargs
    )


def _placed(component: Signature, node: nodes.Call) -> dict[str, nodes.Expr]:
    """The arguments of a call by their names; TypeError for one that the component does not declare."""
    if len(node.args) > len(component.arguments):
        raise TypeError(f"{component.name} takes not more than {len(component.arguments)} arguments")
    given = dict(zip(component.arguments, node.args, strict=False))
    for keyword in node.kwargs:
        if keyword.key not in component.arguments:
            raise TypeError(f"{component.name} takes no argument {keyword.key!r}")
        if keyword.key in given:
            raise TypeError(f"{component.name} got {keyword.key!r} twice")
        given[keyword.key] = keyword.value
    return given
