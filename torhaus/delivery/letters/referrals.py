"""Letters about referrals: the invitation to a business partner with its secret link, and the news to the office."""

from django.utils.translation import gettext as _

from torhaus.access.permissions import Permission as P
from torhaus.delivery.audience import Recipient, Told, greeting, staff_with
from torhaus.delivery.letter import Letter, address_of
from torhaus.delivery.letters import Telling
from torhaus.notices.models import SECRET_LINK
from torhaus.portal_access.models import Referral


def partner(told: Told) -> list[Recipient]:
    """The business partner's mail box, in the language of who invites."""
    row = _referral(told)
    if row is None:
        return []
    language = row.person.language
    return [
        Recipient(address=row.email, name=row.name or row.company, language=language, greeting=_hello(row, language))
    ]


def _hello(row: Referral, language: str) -> str:
    return greeting("", "", row.name, language=language)


def introduction(told: Told, recipient: Recipient) -> Letter | None:
    row = _referral(told)
    if row is None:
        return None
    names = {"person": row.person, "customer": row.customer.name, "provider": row.provider.name}
    return Letter(
        title=_("%(person)s empfiehlt Ihnen %(provider)s") % names,
        subject=_("%(customer)s empfiehlt Ihnen %(provider)s") % names,
        paragraphs=[
            _("%(person)s von %(customer)s arbeitet mit %(provider)s und hat uns gebeten, Ihnen zu schreiben.") % names,
            _("Möchten Sie uns kennenlernen? Dann sagen Sie uns mit wenigen Worten, worum es geht; wir melden uns."),
        ],
        quote=row.message,
        link=SECRET_LINK,
        link_label=_("Kontakt aufnehmen"),
        small_print=_("Diese E-Mail geht nur dieses eine Mal an Sie. Tun Sie nichts, hören Sie nicht wieder von uns."),
    )


def arrived(told: Told, recipient: Recipient) -> Letter | None:
    """To the office: there is a new prospect."""
    row = (
        Referral.objects.select_related("customer", "prospect", "person")
        .filter(pk=told.data.get("referral_id"))
        .first()
    )
    if row is None or row.prospect is None:
        return None
    return Letter(
        title=_("Neuer Interessent: %(name)s") % {"name": row.prospect.name},
        paragraphs=[
            _("Empfohlen von %(person)s, %(customer)s.") % {"person": row.person, "customer": row.customer.name}
        ],
        quote=row.prospect.note,
        link=address_of("office:customer", pk=row.prospect_id),
        link_label=_("Interessent ansehen"),
    )


def _referral(told: Told) -> Referral | None:
    found = Referral.objects.select_related("customer", "provider", "person")
    return found.filter(pk=told.data.get("referral_id"), status="sent").first()


TELLINGS = {
    "referral.created": [Telling(partner, introduction, is_secret=True)],
    "referral.accepted": [Telling(staff_with(P.CUSTOMER_EDIT), arrived)],
}
