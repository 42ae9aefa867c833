"""Password rules beyond Django's own: long ones are kept whole, up to a limit; and passwords made for others."""

import secrets

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAXIMUM_LENGTH = 128
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else on paper
GROUPS, GROUP_LENGTH = 4, 4


def new_password() -> str:
    """A random password to be noted down: four groups of four signs, 79 bits."""
    groups = ("".join(secrets.choice(SIGNS) for _sign in range(GROUP_LENGTH)) for _group in range(GROUPS))
    return "-".join(groups)


class MaximumLengthValidator:
    """Refuses passwords above 128 characters (ASVS 5.0, 6.2.9) instead of cutting them."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MAXIMUM_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Das Passwort darf höchstens 128 Zeichen lang sein.")
