"""Ways to find people."""

from django.db.models import Q

from torhaus.accounts.models import Person


def by_login(login: str) -> Person | None:
    """The person who logs in by this e-mail address or user name."""
    name = login.strip().lower()
    return Person.objects.filter(Q(email=name) | Q(username__iexact=name)).first() if name else None
