"""What both faces let people do with their own account, given the submitted forms."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from torhaus.accounts import actions, recovery, sessions, throttle
from torhaus.accounts.forms import ChangePasswordForm, PersonForm
from torhaus.accounts.models import Person

FIELDS = ("salutation", "first_name", "last_name", "phone", "language", "theme")


def person_form(request: HttpRequest, person: Person) -> PersonForm:
    """The form with what was typed, or with what is stored."""
    return PersonForm(request.POST or None, initial={name: getattr(person, name) for name in FIELDS})


def save_person(form: PersonForm, *, person: Person) -> bool:
    """Write one's own data if the form is right."""
    if not form.is_valid():
        return False
    actions.change_person(person=person, **form.cleaned_data)
    return True


def save_password(request: HttpRequest, form: ChangePasswordForm, *, person: Person) -> bool:
    """Set a new password if the old one is right; every other session of the person ends with it."""
    if not throttle.may_confirm(person.pk):
        form.add_error(None, _("Zu viele Versuche. Bitte warten Sie eine Viertelstunde."))
        return False
    if not form.is_valid():
        return False
    recovery.set_password(person, password=form.cleaned_data["password"])
    sessions.end_others(request, person)
    return True


def end_other_sessions(request: HttpRequest, *, person: Person) -> None:
    """Log the person out everywhere but here."""
    sessions.end_others(request, person)
