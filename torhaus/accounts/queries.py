"""Ways to find people."""

from torhaus.accounts.models import Person, normal_email


def by_login(login: str) -> Person | None:
    """The person who logs in with this address or username, active or not."""
    if "@" in login:
        return Person.objects.filter(email=normal_email(login)).first()
    return Person.objects.filter(username__iexact=login.strip()).first()
