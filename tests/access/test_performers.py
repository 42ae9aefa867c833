"""Who comes, as each viewer may read it: customer's switch, site's override, one query a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories as make
from torhaus.access.fetch import list_for
from torhaus.access.performers import performers_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import portal_viewer, staff_viewer
from torhaus.jobs.models import Visit
from torhaus.providers.models import Membership


@pytest.fixture
def visit(cast):
    member = Membership.objects.get(person=cast["tech1"])
    member.job_title = "Anlagenmechaniker"
    member.save()
    return make.make_visit(make.make_job(cast.brandt, site=cast.ufer), (member,))


def shown(cast, visit, *, site="inherit", **switches):
    for name, value in switches.items():
        setattr(cast.brandt, name, value)
    cast.brandt.save()
    cast.ufer.show_performers = site
    cast.ufer.save()
    viewer = portal_viewer(cast["brandt.all"])
    rows = list_for(viewer, Visit, P.VISIT_READ).select_related("site", "customer")
    return [(row.name, row.job_title, row.initials) for row in performers_for(viewer, rows)[visit.pk]]


@pytest.mark.parametrize(
    ("switch", "site", "names"),
    [
        ("full", "inherit", [("Tarek Aydın", "Anlagenmechaniker", "TA")]),
        ("first", "inherit", [("Tarek", "Anlagenmechaniker", "T")]),
        ("team", "inherit", [("Team", "", "")]),
        ("hidden", "inherit", []),
        ("full", "hide", []),
        ("first", "show", [("Tarek", "Anlagenmechaniker", "T")]),
        ("team", "show", [("Team", "", "")]),
        ("hidden", "show", [("Tarek Aydın", "Anlagenmechaniker", "TA")]),
    ],
)
def test_customer_reads_names_as_switch_and_site_say(cast, visit, switch, site, names):
    assert shown(cast, visit, show_performers=switch, site=site) == names


def test_office_always_reads_full_names(cast, visit):
    cast.brandt.show_performers = "hidden"
    cast.brandt.save()
    viewer = staff_viewer(cast["office1"])
    found = performers_for(viewer, list_for(viewer, Visit, P.VISIT_READ))
    assert [row.name for row in found[visit.pk]] == ["Tarek Aydın"]


def test_a_page_of_visits_costs_one_query_and_none_when_hidden(cast, visit):
    member = Membership.objects.get(person=cast["tech1"])
    for _ in range(9):
        make.make_visit(visit.job, (member,))
    viewer = portal_viewer(cast["brandt.all"])

    def cost():
        visits = list(list_for(viewer, Visit, P.VISIT_READ).select_related("site", "customer"))
        with CaptureQueriesContext(connection) as found:
            assert len(performers_for(viewer, visits)) == 10
        return len(found)

    assert cost() == 1
    cast.brandt.show_performers = "hidden"
    cast.brandt.save()
    assert cost() == 0
