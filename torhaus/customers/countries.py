"""The countries that an address can lie in, Germany first."""

from django.utils.translation import gettext_lazy as _

COUNTRIES = [
    ("DE", _("Deutschland")), ("AT", _("Österreich")), ("CH", _("Schweiz")), ("BE", _("Belgien")),
    ("CZ", _("Tschechien")), ("DK", _("Dänemark")), ("ES", _("Spanien")), ("FR", _("Frankreich")), ("IT", _("Italien")),
    ("LI", _("Liechtenstein")), ("LU", _("Luxemburg")), ("NL", _("Niederlande")), ("PL", _("Polen")),
]  # fmt: skip
