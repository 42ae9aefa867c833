"""The portal's public address of a company: as link, as QR code, as card on paper. It leads to the login and is none."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from torhaus.access.fetch import get_for, id_in, list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.request import ViewerRequest
from torhaus.customers.models import Contact, Customer
from torhaus.delivery.letter import address_of
from torhaus.files.logos import logo_of
from torhaus.files.storage import open_blob
from torhaus.kernel import qr
from torhaus.office.entry import office_view
from torhaus.office.portal_access.doors import customer_of, row_of
from torhaus.office.settings.tabs import tabs
from torhaus.portal_access import card
from torhaus.portal_access.models import PortalAccess
from torhaus.providers.models import Provider
from torhaus.ui.render import render_page


def portal_address(provider: Provider) -> str:
    """The doorstep: what every link and code opens."""
    return address_of("doorstep:provider", slug=provider.slug)


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_address_page(request: ViewerRequest) -> HttpResponse:
    """Link and code for website, quotes and the foot of e-mails."""
    provider = request.viewer.provider
    address = portal_address(provider)
    context = {
        "address": address,
        "tabs": tabs(request) if request.viewer.may(P.PROVIDER_EDIT) else [],
        "snippet": f'<a href="{address}">{escape(_("Zum Kundenportal"))}</a>',
        "paper": _("Ihr Kundenportal: %(address)s") % {"address": address},
        "footer": _("%(name)s · Kundenportal: %(address)s") % {"name": provider.name, "address": address},
    }
    return render_page(request, "office/portal_access/address.html", context)


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_qr_svg(request: ViewerRequest) -> HttpResponse:
    """The code as a drawing: shown on our pages as a picture, and for printers."""
    answer = HttpResponse(qr.qr(portal_address(request.viewer.provider)), content_type="image/svg+xml")
    return _named(request, answer, "svg")


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_qr_png(request: ViewerRequest) -> HttpResponse:
    answer = HttpResponse(qr.qr_png(portal_address(request.viewer.provider)), content_type="image/png")
    return _named(request, answer, "png")


def _named(request: ViewerRequest, answer: HttpResponse, kind: str) -> HttpResponse:
    if request.GET.get("download"):
        answer["Content-Disposition"] = f'attachment; filename="{request.viewer.provider.slug}-portal.{kind}"'
    return answer


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_link(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """„Link/QR Code anzeigen“: the address, the code, and a card for each person of the customer."""
    customer = customer_of(request, customer_id)
    accesses = list_for(request.viewer, PortalAccess, P.PORTAL_INVITE).filter(customer=customer, is_active=True)
    context = {
        "customer": customer,
        "address": portal_address(customer.provider),
        "accesses": list(accesses.select_related("person").order_by("id")[:50]),
    }
    return render_page(request, "office/portal_access/link.html", context)


@require_GET
@office_view(P.PORTAL_INVITE)
def portal_card(request: ViewerRequest, customer_id: int) -> HttpResponse:
    """The card as PDF: ?format=small in the size of a bank card, else a letter; ?access= or ?contact= names a person."""
    customer = customer_of(request, customer_id)
    paper = _card(request, customer)
    content = card.small_pdf(paper) if request.GET.get("format") == "small" else card.letter_pdf(paper)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="zugangskarte-{customer.number}.pdf"'
    return answer


def _card(request: ViewerRequest, customer: Customer) -> card.AccessCard:
    provider, logo = customer.provider, logo_of(customer.provider)
    name, username, language = _person(request, customer)
    place = f"{customer.postcode} {customer.city}".strip()
    lines = (customer.name, name if name != customer.name else "", customer.address_extra, customer.street, place)
    return card.AccessCard(
        provider=provider,
        address=portal_address(provider),
        recipient=tuple(line for line in lines if line),
        name=name,
        username=username,
        language=language,
        logo=open_blob(logo.sha256).read() if logo else None,
        dated=timezone.localdate(),
    )


def _person(request: ViewerRequest, customer: Customer) -> tuple[str, str, str]:
    """Name, username and language of whom the card is for; without a person it is for the customer as a whole."""
    access_id, contact_id = id_in(request.GET.get("access")), id_in(request.GET.get("contact"))
    if access_id:
        access = get_for(request.viewer, PortalAccess, access_id, P.PORTAL_INVITE, related=("person",))
        person = row_of(customer, access).person
        return str(person), "" if person.email else person.username or "", person.language
    if contact_id:
        contact = row_of(customer, get_for(request.viewer, Contact, contact_id, P.PORTAL_INVITE))
        return str(contact), "", contact.language
    return "", "", "de"
