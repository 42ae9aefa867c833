"""The pages of the settings, as tabs above each of them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.request import ViewerRequest
from torhaus.ui.lists import Tab


def tabs(request: ViewerRequest) -> list[Tab]:
    pages = [
        ("office:settings", _("Firma")),
        ("office:basics", _("Grundeinstellungen")),
        ("office:plugins", _("Plugins")),
        ("office:look", _("Logo und Farbe")),
        ("office:portal_address", _("Portal-Link")),
        ("office:staff", _("Team")),
        ("office:security", _("Sicherheit")),
        ("office:categories", _("Ticketkategorien")),
    ]
    return [Tab(reverse(name), label, request.path == reverse(name)) for name, label in pages]
