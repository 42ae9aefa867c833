"""The ticket with its thread, attachments and categories."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from torhaus.kernel.rows import Tracked


class TicketKind(models.TextChoices):
    DAMAGE = "damage", _("Schaden")
    ORDER = "order", pgettext_lazy("ticket", "Auftrag")
    QUOTE = "quote", _("Angebot")
    QUESTION = "question", _("Frage")


class Urgency(models.TextChoices):
    LOW = "low", _("Kann warten")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("Dringend")
    EMERGENCY = "emergency", _("Notfall")


class Channel(models.TextChoices):
    PORTAL = "portal", _("Portal")
    PHONE = "phone", _("Telefon")
    EMAIL = "email", _("E-Mail")
    VISIT = "visit", _("vor Ort")


class TicketStatus(models.TextChoices):
    """Internal statuses; PUBLIC_STATUS maps each to the one that the customer sees."""

    NEW = "new", pgettext_lazy("ticket", "Neu")
    IN_REVIEW = "in_review", _("In Prüfung")
    WAITING = "waiting", _("Rückfrage beim Kunden")
    ACCEPTED = "accepted", _("Angenommen")
    PLANNED = "planned", _("Geplant")
    IN_WORK = "in_work", _("In Arbeit")
    DONE = "done", _("Erledigt")
    DECLINED = "declined", _("Abgelehnt")


class PublicStatus(models.TextChoices):
    RECEIVED = "received", _("Eingegangen")
    IN_REVIEW = "in_review", _("In Prüfung")
    YOUR_TURN = "your_turn", _("Rückfrage an Sie")
    PLANNED = "planned", _("Geplant")
    IN_WORK = "in_work", _("In Arbeit")
    DONE = "done", _("Erledigt")
    DECLINED = "declined", _("Abgelehnt")


PUBLIC_STATUS: dict[str, PublicStatus] = {
    TicketStatus.NEW: PublicStatus.RECEIVED,
    TicketStatus.IN_REVIEW: PublicStatus.IN_REVIEW,
    TicketStatus.WAITING: PublicStatus.YOUR_TURN,
    TicketStatus.ACCEPTED: PublicStatus.IN_REVIEW,
    TicketStatus.PLANNED: PublicStatus.PLANNED,
    TicketStatus.IN_WORK: PublicStatus.IN_WORK,
    TicketStatus.DONE: PublicStatus.DONE,
    TicketStatus.DECLINED: PublicStatus.DECLINED,
}
OFFICE_KIND = "tickets.ticket.office"  # in the search: with what only the office sees
OPEN_STATUSES = [s.value for s in TicketStatus if s not in {TicketStatus.DONE, TicketStatus.DECLINED}]


class TicketCategory(Tracked):
    """What a ticket is about (Gewerk), in the provider's own words."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    name = models.CharField(_("Bezeichnung"), max_length=80)
    position = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="category_name_once")]

    def __str__(self) -> str:
        return self.name


class Ticket(Tracked):
    """A fault, order, quote request or question (office: Ticket; portal: Meldung)."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    site = models.ForeignKey("customers.Site", models.PROTECT, null=True, blank=True, related_name="+")
    room = models.ForeignKey("customers.Room", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.ForeignKey(TicketCategory, models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, blank=True, related_name="tickets")
    visit = models.ForeignKey("jobs.Visit", models.PROTECT, null=True, blank=True, related_name="tickets")
    number = models.CharField(max_length=30)
    kind = models.CharField(_("Was ist es?"), max_length=20, choices=TicketKind, default=TicketKind.DAMAGE)
    urgency = models.CharField(_("Dringlichkeit"), max_length=20, choices=Urgency, default=Urgency.NORMAL)
    channel = models.CharField(_("Eingang über"), max_length=20, choices=Channel, default=Channel.PORTAL)
    status = models.CharField(_("Status"), max_length=20, choices=TicketStatus, default=TicketStatus.NEW)
    title = models.CharField(_("Titel"), max_length=200)
    description = models.TextField(_("Beschreibung"), blank=True)
    contact_name = models.CharField(_("Wer ist vor Ort?"), max_length=200, blank=True)
    contact_phone = models.CharField(_("Telefon vor Ort"), max_length=40, blank=True)
    preferred_dates = models.CharField(_("Wunschtermine"), max_length=300, blank=True)
    caller_name = models.CharField(_("Anrufer"), max_length=200, blank=True)
    caller_phone = models.CharField(_("Rückrufnummer"), max_length=40, blank=True)
    needs_callback = models.BooleanField(_("Rückruf nötig"), default=False)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_to = models.ForeignKey("providers.Membership", models.PROTECT, null=True, blank=True, related_name="+")
    declined_reason = models.TextField(_("Grund der Ablehnung"), blank=True)
    reply_due_at = models.DateTimeField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    is_test = models.BooleanField(default=False)  # reported by a test contact; counts nowhere

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="ticket_number_once")]
        indexes = [
            models.Index(fields=["provider", "-id"], name="ticket_list"),
            models.Index(fields=["provider", "status", "-id"], name="ticket_by_status"),
            models.Index(fields=["provider", "category", "-id"], name="ticket_by_category"),
            models.Index(fields=["provider", "customer", "-id"], name="ticket_of_customer"),
            models.Index(fields=["provider", "site", "-id"], name="ticket_of_site"),
            models.Index(fields=["provider", "assigned_to", "-id"], name="ticket_of_member"),
            models.Index(
                fields=["provider", "assigned_to", "-id"],
                name="ticket_open_of_member",
                condition=Q(closed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def public_status(self) -> PublicStatus:
        return PUBLIC_STATUS[self.status]


class TicketMessage(models.Model):
    """One contribution to the thread; internal notes never leave the office."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=200)
    is_from_office = models.BooleanField()
    is_internal = models.BooleanField(default=False)
    body = models.TextField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_internal=False) | Q(is_from_office=True), name="message_internal_is_office"
            ),
        ]
        indexes = [models.Index(fields=["ticket", "id"], name="message_thread")]


class TicketAttachment(models.Model):
    """A file of a ticket or of one of its messages."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="attachments")
    message = models.ForeignKey(TicketMessage, models.PROTECT, null=True, blank=True, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("Bildunterschrift"), max_length=200, blank=True)
    is_internal = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["ticket", "id"], name="attachment_of_ticket")]
