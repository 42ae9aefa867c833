"""The section „Kundenportal“ on the page of a job: whether its customer sees it, what is in the way, who has access."""

import dataclasses
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from torhaus.access.fetch import list_for
from torhaus.access.permissions import Permission as P
from torhaus.access.viewer import Viewer
from torhaus.jobs.models import Job
from torhaus.portal_access import queries
from torhaus.portal_access.checks import missing_for_portal
from torhaus.portal_access.models import PortalAccess, Scope
from torhaus.providers.models import JobPortal


@dataclasses.dataclass(frozen=True)
class Obstacle:
    """What keeps the portal closed although the job would open it, and where that is changed."""

    text: str
    url: str = ""


def context(viewer: Viewer, job: Job) -> dict[str, Any]:
    """Nothing where the job's switch is off, or for whoever does not look after the portal."""
    if not job.shows_in_portal(viewer.provider) or not viewer.may(P.PORTAL_INVITE):
        return {"portal_shows": False, "portal_word": portal_word(viewer, job)}
    accesses = queries.of_customer(list_for(viewer, PortalAccess, P.PORTAL_INVITE), job.customer)
    return {
        "portal_shows": True,
        "portal_word": portal_word(viewer, job),
        "obstacles": _obstacles(viewer, job),
        "job_accesses": list(accesses.filter(scope=Scope.JOB, job=job)[:20]),
    }


def portal_word(viewer: Viewer, job: Job) -> str:
    """The switch in words, with what „wie beim Kunden“ comes to."""
    if job.portal != JobPortal.INHERIT:
        return str(JobPortal(job.portal).label)
    is_on = viewer.provider.has_customer_master and job.customer.portal_enabled
    return _("wie beim Kunden (an)") if is_on else _("wie beim Kunden (aus)")


def _obstacles(viewer: Viewer, job: Job) -> list[Obstacle]:
    plugins = reverse("office:plugins") if viewer.may(P.PROVIDER_EDIT) else ""
    found = [Obstacle(reason, plugins) for reason in missing_for_portal(viewer.provider)]
    if not job.customer.portal_enabled:
        url = reverse("office:portal", args=[job.customer_id])
        found.append(Obstacle(_("Bei diesem Kunden ist das Kundenportal ausgeschaltet."), url))
    return found
