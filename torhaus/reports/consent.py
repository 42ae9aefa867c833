"""The words that a signer agrees to; they are frozen with every signature."""

from django.utils.translation import gettext as _


def consent_text() -> str:
    """In the language of whoever signs."""
    return _(
        "Ich bestätige, dass die aufgeführten Leistungen erbracht wurden, und unterschreibe dieses Dokument elektronisch."
    )
