"""Forms that edit a row: the model's labels and choices, a version against two tabs, refusals as errors of the form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from torhaus.kernel.errors import Conflict, Refused

T = TypeVar("T")


class EditForm(forms.ModelForm):
    """Takes labels, lengths and choices from the model and writes nothing: actions do that with `cleaned_data`."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        """Leave the instance as it was read; the action checks the values again under its lock."""

    @property
    def values(self) -> dict[str, Any]:
        """What the person typed, for the action's keyword arguments."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def saved(self, row: Any, name: str) -> Any:
        """What a row read anew says where this field is."""
        return getattr(row, name)

    def checked(self, name: str, check: Callable[[str], Any]) -> Any:
        """Run a domain check on one field; its refusal becomes this field's error."""
        try:
            return check(self.cleaned_data.get(name) or "")
        except Refused as refused:
            raise forms.ValidationError(str(refused.message)) from None


def carried_out(
    form: EditForm, action: Callable[[], T], *, current: Callable[[], Model] | None = None, is_whole: bool = True
) -> T | None:
    """The action's result; None when it refused, with the reason in the form.

    On a conflict the form keeps what was typed, names what somebody else changed, and takes over the newer version: who
    saves again now does so knowingly. `is_whole`: the form's fields are all that is saved; then a form that says just what
    is saved by now came twice, and is done.
    """
    try:
        return action()
    except Conflict as conflict:
        row: Any = current() if current else None
        changed = _differing(form, row) if row is not None else []
        if row is not None and is_whole and not changed:
            return row  # type: ignore[no-any-return]  # the same form came twice
        form.add_error(None, str(conflict.message))
        if row is not None:
            _meet(form, row, changed)
    except Refused as refused:
        form.add_error(None, str(refused.message))
        for point in refused.points:
            form.add_error(None, str(point))
    return None


def _differing(form: EditForm, row: Any) -> list[str]:
    """The fields in which what was typed is not what is saved by now."""
    return [name for name, typed in form.values.items() if (form.saved(row, name) or None) != (typed or None)]


def _meet(form: EditForm, row: Any, changed: list[str]) -> None:
    for name in changed:
        saved = form.saved(row, name)
        label = form.fields[name].label
        shown = ", ".join(map(str, saved)) if isinstance(saved, list) else saved
        shown = "–" if shown in (None, "") else shown
        form.add_error(None, _("%(field)s – gespeichert ist jetzt: %(value)s") % {"field": label, "value": shown})
    form.add_error(None, _("Ihre Eingaben stehen noch da. Wenn Sie jetzt speichern, gelten Ihre."))
    typed_in: Any = form.data.copy()  # type: ignore[attr-defined]
    typed_in["version"] = str(row.version)
    form.data = typed_in
