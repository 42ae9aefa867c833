"""Ways to find providers and their staff; every function takes what it narrows and returns a queryset, or one row."""

from django.db.models import Q, QuerySet

from torhaus.accounts.models import Person
from torhaus.kernel import tokens
from torhaus.providers.models import Membership, Provider

TEAM_ORDER = ("-is_active", "person__last_name", "id")


def by_slug(slug: str) -> Provider | None:
    """The provider of a public address (/p/<slug>/); what is shown of it there is public."""
    return Provider.objects.filter(slug=slug).first()


def membership_by_token(token: str) -> Membership | None:
    """The open invitation of a link; None for a used, withdrawn, expired or unknown one."""
    if not tokens.is_token(token):
        return None
    rows = Membership.objects.select_related("provider", "person")
    found = rows.filter(token_hash=tokens.digest(token), accepted_at=None, is_active=True).first()
    return found if found and not found.is_expired and found.person.is_active else None


def current(provider: Provider) -> Provider:
    """The provider as it is now."""
    return Provider.objects.get(pk=provider.pk)


def team(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Members with their persons."""
    return members.select_related("person")


def working(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Those who accepted and were not let go: the only ones to whom a membership opens anything."""
    return members.filter(is_active=True, accepted_at__isnull=False)


def without_factor(members: QuerySet[Membership]) -> int:
    """How many of them log in with the password alone."""
    return members.filter(person__has_second_factor=False, person__is_active=True).count()


def persons_of(members: QuerySet[Membership]) -> QuerySet[Person]:
    """The people behind the active ones of these members, by name."""
    active = working(members).filter(person__is_active=True)
    return Person.objects.filter(pk__in=active.values("person_id")).order_by("last_name", "id")


def by_name(words: str = "") -> QuerySet[Provider]:
    """All providers of the installation, for its operator; unordered, narrowed to a part of name or short name."""
    found = Provider.objects.all()
    return found.filter(Q(name__icontains=words) | Q(slug__icontains=words)) if words else found


def operator_email() -> str:
    """Where plans are asked for: the mail address of the installation's operator; empty when there is none."""
    found = Person.objects.filter(is_operator=True, is_active=True, email__isnull=False).order_by("id")
    return found.values_list("email", flat=True).first() or ""
