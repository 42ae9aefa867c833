"""Password rules beyond Django's own: long ones are kept whole, up to a limit."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAXIMUM_LENGTH = 128


class MaximumLengthValidator:
    """Refuses passwords above 128 characters (ASVS 5.0, 6.2.9) instead of cutting them."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > MAXIMUM_LENGTH:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        return _("Das Passwort darf höchstens 128 Zeichen lang sein.")
