"""The Jinja2 environment of every page: strict, escaped, with components, formats and icons as globals."""

import functools
import hashlib
import importlib.metadata
import pathlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static as static_url
from django.urls import reverse
from django.utils import translation
from jinja2 import BaseLoader, Environment, FileSystemBytecodeCache, StrictUndefined, nodes, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from torhaus.ui import compiler, formats, forms, inlining, lists

COMPONENTS = "components/"
LANGUAGES = ("de", "en")


class Templates(Jinja2):
    """Django's Jinja2 backend with one environment per language; `env` is that of the active one."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.by_language: dict[str, Environment] = {}
        super().__init__(params)

    @property
    def env(self) -> Environment:
        return self.by_language["en" if (translation.get_language() or "de").startswith("en") else "de"]

    @env.setter  # type: ignore[override]
    def env(self, environments: dict[str, Environment]) -> None:
        self.by_language = environments


class Component:
    """A macro of `templates/components/`, compiled at its first call and reread in DEBUG when its file changes.

    An argument that the macro does not declare is an error (TypeError). A macro that declares `csrf_input` or `request`
    gets it from the page when the caller does not pass it. Compiled pages call `draw` (see ui/compiler.py).
    """

    def __init__(self, env: "PageEnvironment", *, template: str, macro: nodes.Macro) -> None:
        self.env = env
        self.template = template
        self.name = macro.name
        self.arguments = tuple(argument.name for argument in macro.args)
        self.from_page = tuple(word for word in ("csrf_input", "request") if word in self.arguments)
        self.source = macro
        self.takes_body = compiler.takes_body(macro)
        self.draw = self._draw_first

    @pass_context
    def __call__(self, context: Context, /, *args: Any, **kwargs: Any) -> Markup:
        for word in self.from_page:
            if word not in kwargs and word in context:
                kwargs[word] = context[word]
        markup: Markup = self.macro(*args, **kwargs)
        return markup

    @property
    def macro(self) -> Any:
        if self.env.auto_reload:
            return getattr(self.env.get_template(self.template).module, self.name)
        return self._compiled

    @functools.cached_property
    def _compiled(self) -> Any:
        return getattr(self.env.get_template(self.template).module, self.name)

    def _draw_first(self, *args: Any) -> str:
        self.draw = self._compiled._func
        drawn: str = self.draw(*args)
        return drawn


class PageEnvironment(Environment):
    """The environment of one language; `components` by name."""

    def __init__(self, *, language: str, **options: Any) -> None:
        super().__init__(**options)
        self.language = language
        self.components: dict[str, Component] = {}
        self.small_components: dict[str, inlining.Small] = {}
        self.out = compiler.out
        self.no_caller = StrictUndefined("No caller defined", name="caller")
        if not self.auto_reload:
            self.code_generator_class = compiler.PageCode

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if self.auto_reload or (name or "").endswith(".txt"):
            return parsed
        translated: nodes.Template = compiler.Translated(self.language).visit(parsed)
        inlined: nodes.Template = inlining.Inlined(self.small_components, translated).visit(translated)
        return inlined.set_environment(self)  # type: ignore[return-value]

    def add_components(self, found: list["Component"]) -> None:
        """Make components known; the small ones among them are put where they are called."""
        self.components = {component.name: component for component in found}
        self.globals |= self.components
        known = compiler.FUNCTIONS | self.components.keys()
        self.small_components = inlining.smalls([component.source for component in found], known=known)


def environments(**options: Any) -> dict[str, Environment]:
    """Build what settings.TEMPLATES names: an environment per language."""
    return {language: environment(language=language, **options) for language in LANGUAGES}


def environment(*, language: str, **options: Any) -> Environment:
    """Build the environment of one language."""
    options |= {
        "undefined": StrictUndefined,
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
        "bytecode_cache": FileSystemBytecodeCache(str(_cache_folder(language, loader=options["loader"]))),
    }
    env = PageEnvironment(language=language, **options)
    env.policies["ext.i18n.trimmed"] = True  # as tools/translations.py collects them
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals |= {
        "url": url,
        "static": static,
        "icon": icon,
        "new_form_key": forms.new_form_key,
        "describe_field": forms.describe,
        "with_query": lists.with_query,
        "column": lists.Column,
        "tab": lists.Tab,
    }
    env.filters |= formats.filters(language)
    env.add_components(list(components(env)))
    return env


def components(env: PageEnvironment) -> Iterator[Component]:
    """Every public macro below `templates/components/`; a new file needs no registration."""
    for template, source in _component_sources(env.loader):
        for macro in env.parse(source).find_all(nodes.Macro):
            if not macro.name.startswith("_"):
                yield Component(env, template=template, macro=macro)


def _component_sources(loader: BaseLoader | None) -> list[tuple[str, str]]:
    assert loader is not None
    bare = Environment()  # noqa: S701 (only carries names to the loader)
    names = sorted(name for name in loader.list_templates() if name.startswith(COMPONENTS))
    return [(name, loader.get_source(bare, name)[0]) for name in names]


@functools.lru_cache(maxsize=1000)
def static(path: str) -> str:
    """The address of a static file; it does not change while a process runs."""
    return static_url(path)


def url(name: str, /, *args: Any, **kwargs: Any) -> str:
    """The address of a named route."""
    if not kwargs and all(type(number) is int for number in args):
        return _with_numbers(name, len(args)) % args
    return reverse(name, args=args or None, kwargs=kwargs or None)


@functools.lru_cache(maxsize=1000)
def _with_numbers(name: str, count: int) -> str:
    """The address of a route with %d for each of its numbers; a list asks for the same one fifty times."""
    stand_ins = [8_000_000_000_000_000_000 + place for place in range(count)]
    address = reverse(name, args=stand_ins).replace("%", "%%")
    for number in stand_ins:
        address = address.replace(str(number), "%d")
    return address


@functools.lru_cache(maxsize=2000)
def icon(name: str, label: str | None = None, *, size: str = "") -> Markup:
    """An icon of the sprite by its lucide name; decoration unless it gets a label. `size`: "", "s" or "l"."""
    if name not in icon_names():
        raise LookupError(f"No icon {name!r}: add it to ui/icons.txt and run hatch_build.py.")
    kind = f"i i-{size}" if size else "i"
    role = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    sprite = static("vendor/icons.svg")
    return Markup('<svg class="{}" {}><use href="{}#{}"></use></svg>').format(kind, role, sprite, name)


@functools.cache
def icon_names() -> frozenset[str]:
    """The names of `icons.txt`, which the sprite is made of."""
    return frozenset((pathlib.Path(__file__).parent / "icons.txt").read_text().split())


def _cache_folder(language: str, *, loader: BaseLoader) -> pathlib.Path:
    """Compiled pages hold translations and the places of components' arguments, so these name the folder."""
    digest = hashlib.sha256(language.encode() + importlib.metadata.version("jinja2").encode())
    catalogues = [path for folder in settings.LOCALE_PATHS for path in sorted(pathlib.Path(folder).rglob("*.mo"))]
    for path in (pathlib.Path(compiler.__file__), pathlib.Path(inlining.__file__), *catalogues):
        digest.update(path.read_bytes())
    for _name, source in _component_sources(loader):
        digest.update(source.encode())
    folder = pathlib.Path(settings.DATA_DIR) / "cache" / "templates" / digest.hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
