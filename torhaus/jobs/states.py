"""How jobs and visits look: word, colour and icon of their chips, the same on both sides."""

import dataclasses

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from torhaus.jobs.models import Job, JobStatus, Visit, VisitStatus


@dataclasses.dataclass(frozen=True, kw_only=True)
class Shown:
    """A chip."""

    label: str | Promise
    tone: str
    icon: str


VISIT_LOOKS: dict[str, tuple[str, str]] = {
    VisitStatus.PLANNED: ("ok", "calendar-check"),
    VisitStatus.ON_THE_WAY: ("info", "truck"),
    VisitStatus.IN_WORK: ("info", "wrench"),
    VisitStatus.DONE: ("mute", "circle-check"),
    VisitStatus.NO_SHOW: ("warn", "door-open"),
    VisitStatus.CANCELLED: ("mute", "calendar-x"),
}
JOB_LOOKS: dict[str, tuple[str, str]] = {
    JobStatus.OPEN: ("warn", "circle-dot"),
    JobStatus.PLANNED: ("ok", "calendar-check"),
    JobStatus.IN_WORK: ("info", "wrench"),
    JobStatus.DONE: ("mute", "circle-check"),
    JobStatus.BILLED: ("mute", "receipt-euro"),
    JobStatus.CANCELLED: ("mute", "ban"),
}
MOVE_ASKED = Shown(label=_("Verschieben gewünscht"), tone="warn", icon="calendar-clock")


def visit_chip(visit: Visit) -> Shown:
    tone, icon = VISIT_LOOKS[visit.status]
    return Shown(label=VisitStatus(visit.status).label, tone=tone, icon=icon)


def job_chip(job: Job) -> Shown:
    tone, icon = JOB_LOOKS[job.status]
    return Shown(label=JobStatus(job.status).label, tone=tone, icon=icon)
