"""The job as container, its visits with performers, and requests to move a visit."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import References, SignatureDuty
from torhaus.kernel.rows import Tracked
from torhaus.providers.models import JobPortal, Provider


class JobStatus(models.TextChoices):
    OPEN = "open", _("Offen")
    PLANNED = "planned", _("Geplant")
    IN_WORK = "in_work", _("In Arbeit")
    DONE = "done", _("Erledigt")
    BILLED = "billed", _("Abgerechnet")
    CANCELLED = "cancelled", _("Abgebrochen")


class VisitStatus(models.TextChoices):
    PLANNED = "planned", _("Geplant")
    ON_THE_WAY = "on_the_way", _("Unterwegs")
    IN_WORK = "in_work", _("In Arbeit")
    DONE = "done", _("Erledigt")
    NO_SHOW = "no_show", _("Nicht angetroffen")
    CANCELLED = "cancelled", _("Abgesagt")


class MoveStatus(models.TextChoices):
    ASKED = "asked", _("Vom Kunden gewünscht")
    CONFIRMED = "confirmed", _("Bestätigt")
    DECLINED = "declined", _("Abgelehnt")


def shown_states(provider: Provider) -> tuple[str, ...]:
    """The states of a job's switch that let it be seen: „wie beim Kunden“ needs customers who are configured one by one."""
    return (JobPortal.ON.value, JobPortal.INHERIT.value) if provider.has_customer_master else (JobPortal.ON.value,)


class Job(Tracked, References):
    """The container of visits, documents, times, quotes, reports and invoices (Auftrag, elsewhere Projekt)."""

    BRIEF = (
        "provider", "customer", "site", "room", "number", "title", "status", "order_number", "signature_duty",
        "portal",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    site = models.ForeignKey("customers.Site", models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey("customers.Room", models.PROTECT, null=True, blank=True, related_name="+")
    billing_party = models.ForeignKey(
        "customers.BillingParty",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Rechnungsempfänger"),
    )
    number = models.CharField(max_length=30)
    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    status = models.CharField(_("Status"), max_length=20, choices=JobStatus, default=JobStatus.OPEN)
    contact_name = models.CharField(_("Vor Ort"), max_length=200, blank=True)
    contact_phone = models.CharField(_("Telefon vor Ort"), max_length=40, blank=True)
    signature_duty = models.CharField(
        _("Unterschrift"), max_length=10, choices=SignatureDuty, blank=True
    )  # or the customer's
    portal = models.CharField(_("Kundenportal"), max_length=10, choices=JobPortal, default=JobPortal.INHERIT)
    portal_greeting = models.TextField(_("Infotext im Portal"), blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="job_number_once")]
        indexes = [
            models.Index(fields=["provider", "-id"], name="job_list"),
            models.Index(fields=["provider", "status", "-id"], name="job_by_status"),
            models.Index(fields=["provider", "customer", "-id"], name="job_of_customer"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status in {JobStatus.OPEN, JobStatus.PLANNED, JobStatus.IN_WORK}

    def shows_in_portal(self, provider: Provider) -> bool:
        """What the job's own switch says."""
        return self.portal in shown_states(provider)


class Visit(Tracked):
    """One appointment at one site (Einsatz/Termin); `starts_at` to `ends_at` is the window told to the customer."""

    BRIEF = (
        "provider", "customer", "site", "job", "title", "status", "starts_at", "ends_at", "contact_name", "contact_phone",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.PROTECT, related_name="visits")
    site = models.ForeignKey("customers.Site", models.PROTECT, related_name="+")
    title = models.CharField(_("Titel"), max_length=200)
    status = models.CharField(_("Status"), max_length=20, choices=VisitStatus, default=VisitStatus.PLANNED)
    starts_at = models.DateTimeField(_("Beginn"))
    ends_at = models.DateTimeField(_("Ende"))
    contact_name = models.CharField(_("Vor Ort"), max_length=200, blank=True)
    contact_phone = models.CharField(_("Telefon vor Ort"), max_length=40, blank=True)
    note = models.TextField(_("Hinweis für die Ausführenden"), blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    performers = models.ManyToManyField("providers.Membership", through="VisitPerformer", related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="visit_ends_after_start"),
        ]
        indexes = [
            models.Index(fields=["provider", "-starts_at", "-id"], name="visit_list"),
            models.Index(fields=["provider", "status", "-starts_at", "-id"], name="visit_by_status"),
            models.Index(fields=["provider", "customer", "-starts_at", "-id"], name="visit_of_customer"),
            models.Index(fields=["provider", "site", "-starts_at"], name="visit_of_site"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_coming(self) -> bool:
        return self.status in {VisitStatus.PLANNED, VisitStatus.ON_THE_WAY, VisitStatus.IN_WORK}


class VisitPerformer(models.Model):
    """Who comes (Ausführende) to a visit."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="visit_performers")
    membership = models.ForeignKey("providers.Membership", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "membership"], name="performer_once_per_visit")]
        indexes = [models.Index(fields=["membership", "visit"], name="performer_visits")]


class VisitMove(Tracked):
    """A customer's wish for another time, and the office's answer."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    visit = models.ForeignKey(Visit, models.PROTECT, related_name="moves")
    status = models.CharField(max_length=20, choices=MoveStatus, default=MoveStatus.ASKED)
    wish = models.TextField(_("Wunsch"), blank=True)
    wished_starts_at = models.DateTimeField(_("Wunschtermin"), null=True, blank=True)
    wished_ends_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField(_("Antwort"), max_length=500, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(status="asked"), name="visit_one_open_move"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="move_answer_time_and_actor_together",
            ),
        ]
        indexes = [models.Index(fields=["provider", "status", "-id"], name="visit_move_open")]
