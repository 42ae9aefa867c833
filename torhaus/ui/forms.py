"""Form parts that Django lacks here: the one-time key, German numbers, several files, a field described for drawing."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from torhaus.ui import formats

FORM_KEY = "form_key"
LONGEST_NAME = 60


def new_form_key() -> str:
    """A key for one filled-in form; the action that carries it out remembers it (kernel's FormKey)."""
    return secrets.token_urlsafe(18)


def form_key(request: HttpRequest) -> str:
    """The key that came with a submitted form, bound to its person, so that nobody meets another's answer.

    Empty when it is missing or malformed.
    """
    key = request.POST.get(FORM_KEY, "")
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,64}", key):
        return ""
    person = getattr(request, "user", None)
    return hashlib.sha256(f"{getattr(person, 'pk', None)} {key}".encode()).hexdigest()


def plain_text(text: str, *, limit: int) -> str:
    """Text that came beside a form's checked fields: cut to what fits, without NUL, which no database should have to store."""
    return text.replace("\0", "")[:limit]


class NumberField(forms.DecimalField):
    """A decimal as people write it: 1.284,50 or 1284,5 or 1284.50."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = plain_number(value)
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        places = self.decimal_places if self.decimal_places is not None else 3
        written = f"{value:.{places}f}"
        if places != 2:
            written = written.rstrip("0").rstrip(".") if "." in written else written
        return written.replace(".", ",") if formats.words() is formats.GERMAN else written

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off"}


class MoneyField(NumberField):
    """An amount in euros with two places."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"max_digits": 12, "decimal_places": 2} | kwargs))


def plain_number(text: str) -> str:
    """The number with a point before its decimals.

    Of point and comma the last one counts. Where only the language's sign for thousands stands, and before groups of
    three digits, it groups (1.284 is German for 1284).
    """
    text = re.sub(r"[\s\u00a0€]", "", text).replace("\u2212", "-")
    if "," in text and "." in text:
        decimal, group = (",", ".") if text.rindex(",") > text.rindex(".") else (".", ",")
        return text.replace(group, "").replace(decimal, ".")
    group = "." if formats.words() is formats.GERMAN else ","
    if re.fullmatch(rf"-?[1-9]\d{{0,2}}([{group}]\d{{3}})+", text):
        return text.replace(group, "")
    return text.replace(",", ".")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleans to a list. What a file may be is checked where it is stored."""

    widget = FilesInput

    def __init__(self, *, max_files: int = 10, **kwargs: Any) -> None:
        self.max_files = max_files
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [data] if data and not isinstance(data, list | tuple) else list(data or [])
        if not files:
            super().clean(None, initial)
        if len(files) > self.max_files:
            raise forms.ValidationError(_("Bitte höchstens %(count)s Dateien."), params={"count": self.max_files})
        return [super(FilesField, self).clean(file, None) for file in files]


class PhotosField(FilesField):
    """Photos from camera or gallery, shrunk in the browser before they are sent."""


LONG_CHOICE = 25


@dataclass(frozen=True, kw_only=True)
class FieldView:
    """One form field, ready for drawing: what to draw (`kind`), under which names, with which attributes."""

    kind: str
    id: str
    name: str
    label: str
    hint: str
    errors: list[str]
    is_required: bool
    mark: str
    value: Any
    attrs: dict[str, Any]
    groups: list[tuple[str | None, list[dict[str, Any]]]]

    @property
    def has_options(self) -> bool:
        return self.kind in {"radio", "checks"}

    @property
    def is_long_choice(self) -> bool:
        """Whether a drop-down holds more than one can look through."""
        return self.kind == "select" and sum(len(options) for _name, options in self.groups) > LONG_CHOICE

    @property
    def is_short(self) -> bool:
        return self.kind in {"date", "time", "datetime-local", "number"}

    @property
    def options(self) -> list[dict[str, Any]]:
        """The choices of all groups, each with an id; a required choice has no empty one."""
        flat = [option for _name, options in self.groups for option in options]
        kept = [option for option in flat if option["value"] not in ("", None) or not self.is_required]
        return [{**option, "id": f"{self.id}_{index}"} for index, option in enumerate(kept)]

    @property
    def is_label_short(self) -> bool:
        """Whether the label can stand before an error; a whole declaration to agree to cannot."""
        return len(self.label) <= LONGEST_NAME

    @property
    def focus_id(self) -> str:
        """Where a link of the error summary leads."""
        return f"{self.id}_0" if self.has_options else self.id

    @property
    def described_by(self) -> str:
        """Ids of hint and error for `aria-describedby`."""
        return described_by(self.id, hint=self.hint, errors=self.errors)


def described_by(id: str, *, hint: str, errors: list[str]) -> str:
    return " ".join([f"{id}-hint"] * bool(hint) + [f"{id}-error"] * bool(errors))


KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, "hidden"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (forms.EmailInput, "email"),
    (forms.URLInput, "url"),
    (forms.NumberInput, "number"),
    (forms.TextInput, "text"),
]
OWN_KINDS = {"text", "hidden", "checkbox", "radio", "select", "file", "email", "url", "number", "password"}
INPUT_TYPES: list[tuple[type[forms.Field], str]] = [
    (forms.DateTimeField, "datetime-local"),
    (forms.DateField, "date"),
    (forms.TimeField, "time"),
]


def _mark(field: BoundField) -> str:
    """Behind the label. A form with `marks_required` marks the few fields that it needs, any other what may stay empty."""
    if getattr(field.form, "marks_required", False):
        return gettext("nötig") if field.field.required else ""
    return "" if field.field.required else gettext("freiwillig")


def describe(
    field: BoundField,
    kind: str | None = None,
    *,
    label: str | None = None,
    hint: str | None = None,
    attrs: dict[str, Any] | None = None,
    autocomplete: str = "",
    placeholder: str = "",
) -> FieldView:
    """Everything a component needs to draw a bound field of any form; what is given here goes before the form."""
    kind = kind or _kind(field)
    shown_hint = str((field.help_text if hint is None else hint) or "")
    errors = [str(error) for error in field.errors]
    given = {"autocomplete": autocomplete, "placeholder": placeholder} | (attrs or {})
    all_attrs = _attrs(field, hint=shown_hint, errors=errors) | {name: value for name, value in given.items() if value}
    return FieldView(
        kind=kind,
        id=all_attrs["id"],
        name=field.html_name,
        label=str(field.label if label is None else label),
        hint=shown_hint,
        errors=errors,
        is_required=bool(field.field.required),
        mark=_mark(field),
        value=_value(field, kind),
        attrs=all_attrs,
        groups=_groups(field) if isinstance(field.field.widget, forms.widgets.ChoiceWidget) else [],
    )


def _attrs(field: BoundField, *, hint: str, errors: list[str]) -> dict[str, Any]:
    """The attributes of the control: names, limits of the field, what describes it, whether it is wrong."""
    widget = field.field.widget
    own = {name: value for name, value in widget.attrs.items() if name != "type" and value not in (None, False)}
    id = str(own.get("id") or field.auto_id or f"id_{field.html_name}")
    attrs = {"id": id, "name": field.html_name} | {name: "" if value is True else value for name, value in own.items()}
    attrs["id"] = id
    if field.field.required:
        attrs["required"] = ""
    if field.field.disabled:
        attrs["disabled"] = ""
    if getattr(widget, "allow_multiple_selected", False):
        attrs["multiple"] = ""
    if described := described_by(id, hint=hint, errors=errors):
        attrs["aria-describedby"] = described
    return attrs | ({"aria-invalid": "true"} if errors else {})


def _kind(field: BoundField) -> str:
    widget = field.field.widget
    if isinstance(field.field, PhotosField):
        return "photos"
    if isinstance(field.field, MoneyField):
        return "money"
    named = getattr(widget, "input_type", "text")
    if named not in OWN_KINDS:
        return str(named)
    known = next((kind for kind_of, kind in KINDS if isinstance(widget, kind_of)), "other")
    is_one_line = known == "text" and not isinstance(widget, forms.HiddenInput)
    dated = next((kind for kind_of, kind in INPUT_TYPES if isinstance(field.field, kind_of)), None)
    return dated if dated and is_one_line else known


def _value(field: BoundField, kind: str) -> Any:
    value = field.value()
    if kind in {"file", "photos", "password"} or value is None:
        return ""
    if kind == "checkbox":
        return bool(field.field.widget.check_test(value)) if hasattr(field.field.widget, "check_test") else bool(value)
    if isinstance(value, str) or kind in {"radio", "checks", "select"}:
        return value
    if kind == "datetime-local" and hasattr(value, "isoformat"):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    if kind == "time" and hasattr(value, "isoformat"):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if hasattr(value, "isoformat") else value


def _groups(field: BoundField) -> list[tuple[str | None, list[dict[str, Any]]]]:
    widget = field.field.widget
    value = widget.format_value(field.value())
    return [(name, options) for name, options, _index in widget.optgroups(field.html_name, value, {})]
