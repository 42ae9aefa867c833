"""Roles that only read: no address lets them write."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import factories as make
from torhaus.access import roles
from torhaus.providers.models import Membership, Role


def addresses(
    patterns: list[Any], namespace: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, Any, URLPattern]]:
    """Name, arguments and pattern of every address of the office; each id is 1."""
    for pattern in patterns:
        keys = (*above, *pattern.pattern.converters)
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, pattern.namespace or namespace, keys)
        elif namespace == "office":
            yield pattern.name or "", {key: "customers" if key == "kind" else 1 for key in keys}, pattern


def test_accountant_writes_nowhere(cast, login):
    """Every address of the office that takes a POST turns the accountant away before it looks for a row."""
    accountant = make.make_member(cast.lindner, Role.ACCOUNTANT).person
    client, tried = login(accountant), 0
    for name, arguments, pattern in addresses(get_resolver().url_patterns):
        if name == "seat" or name.startswith("account"):
            continue  # one's own
        answer = client.post(reverse(f"office:{name}", kwargs=arguments))
        is_open = pattern.callback.permission in roles.STAFF[Role.ACCOUNTANT]
        assert answer.status_code in ({405} if is_open else {404, 405}), name
        tried += answer.status_code == 404
    assert tried > 40


def test_ticket_shows_a_technician_no_visit_of_a_colleague(cast, login):
    """The ticket is open to both, since both work on its job; the colleague's visit and its time are not."""
    tech, colleague = Membership.objects.get(person=cast["tech1"]), make.make_member(cast.lindner, Role.TECHNICIAN)
    job = make.make_job(cast.brandt, site=cast.ufer)
    make.make_visit(job, (tech,))
    visit = make.make_visit(job, (colleague,))
    ticket = make.make_ticket(cast.brandt, job=job, visit=visit, status="planned")
    link = f"/office/visits/{visit.pk}/"
    for person, is_shown in ((cast["office1"], True), (colleague.person, True), (cast["tech1"], False)):
        client = login(person)
        page = client.get(f"/office/tickets/{ticket.pk}/")
        assert (page.status_code, link in page.text) == (200, is_shown)
        assert client.get(link).status_code == (200 if is_shown else 404)
