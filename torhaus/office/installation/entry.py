"""The decorator of the pages „Installation“ and the frame around them, which belongs to no company."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from torhaus.access.entry import operator_gate
from torhaus.access.viewer import staff_viewer
from torhaus.accounts.models import Person
from torhaus.office.shell import HOME, INSTALLATION, address, installation_group
from torhaus.ui.shell import MENU, NavGroup, NavItem, Shell


def shell_for(request: HttpRequest) -> Shell:
    """With the way back to the office for an operator who works in one."""
    person = request.user
    assert isinstance(person, Person)
    has_office = staff_viewer(person) is not None
    office = [NavItem(url=address(HOME), label=_("Zum Büro"), icon="layout-dashboard")] if has_office else []
    return Shell(
        name="Torhaus",
        home=address(INSTALLATION),
        tagline=_("Installation"),
        nav_groups=[installation_group(request.path), *([NavGroup(items=office)] if office else [])],
        tabs=[*installation_group(request.path).items, *office, NavItem(url=MENU, label=_("Mehr"), icon="menu")],
        person_name=str(person),
        person_detail=_("Betreiber"),
        initials=person.initials,
        account_url=address("office:account") if has_office else "",
        logout_url=address("doorstep:logout"),
    )


operator_view = operator_gate(shell_for=shell_for)
