"""The person who logs in. What a person may do is decided elsewhere: memberships and portal accesses."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class Salutation(models.TextChoices):
    NONE = "none", _("keine Anrede")
    MS = "ms", _("Frau")
    MR = "mr", _("Herr")
    DIVERSE = "diverse", _("divers")
    FAMILY = "family", _("Familie")


class Theme(models.TextChoices):
    SYSTEM = "system", _("wie das Gerät")
    LIGHT = "light", _("hell")
    DARK = "dark", _("dunkel")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, *, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password nobody can log in as them until one is set."""
        person = self.model(**fields)
        person.email = normal_email(person.email)
        person.set_password(password)
        person.save()
        return person


def normal_email(address: str | None) -> str | None:
    """Lower-case address without blanks around it; None for an empty one."""
    return (address or "").strip().lower() or None


class Person(AbstractBaseUser):
    """Somebody who logs in by e-mail address or by username (local account without e-mail)."""

    BRIEF = (
        "email", "username", "salutation", "first_name", "last_name", "phone", "language", "is_active",
    )  # fmt: skip

    email = models.EmailField(_("E-Mail"), null=True, blank=True)
    username = models.CharField(_("Benutzername"), max_length=150, null=True, blank=True)
    salutation = models.CharField(_("Anrede"), max_length=10, choices=Salutation, default=Salutation.NONE)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    theme = models.CharField(_("Darstellung"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    is_active = models.BooleanField(default=True)
    is_operator = models.BooleanField(default=False)  # runs the installation; sees no tenant's rows by that
    session_generation = models.PositiveIntegerField(default=0, editable=False)  # part of every session's hash
    has_second_factor = models.BooleanField(
        default=False, editable=False
    )  # kept by accounts/factors.py; read on every page
    date_joined = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.UniqueConstraint(Lower("username"), name="person_username_once"),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(username__isnull=False), name="person_can_be_addressed"
            ),
            models.CheckConstraint(condition=~Q(email="") & ~Q(username=""), name="person_login_not_blank"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email or self.username or ""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Sessions die with a new password, and when `session_generation` moves on (see sessions.end_all)."""
        salt = "torhaus.accounts.session"
        value = f"{self.password}|{self.session_generation}|{self.is_active}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        letters = [part[0] for part in (self.first_name, self.last_name) if part]
        return "".join(letters).upper() or str(self)[:2].upper()


class LinkPurpose(models.TextChoices):
    LOGIN = "login"
    EMAIL = "email"


class MailLink(models.Model):
    """A one-time link that went to a mail box: to log in, or to confirm a new address. Only the SHA-256 of its token is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    address = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(token_hash=""), name="mail_link_token_not_blank")]

    @classmethod
    def end_all(cls, person: Person) -> None:
        """Whatever was asked for before this moment opens nothing any more: a new password, the end of all sessions."""
        cls.objects.filter(person=person, used_at=None).update(used_at=timezone.now())


class PersonSession(AbstractBaseSession):
    """A session in the database that knows its person, so that both are read with one query."""

    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")

    @classmethod
    def get_session_store_class(cls) -> type:
        from torhaus.accounts.session_store import SessionStore  # the store needs this model

        return SessionStore
