"""Which person sees what of which customer, and the invitation that leads a contact there."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from torhaus.kernel.rows import Tracked


class Scope(models.TextChoices):
    CUSTOMER = "customer", _("alles des Kunden")
    SITES = "sites", _("einzelne Objekte")
    JOB = "job", _("ein Auftrag")


class InvitationStatus(models.TextChoices):
    QUEUED = "queued", _("wird gesendet")
    SENT = "sent", _("versendet")
    DEFERRED = "deferred", _("verzögert")
    BOUNCED = "bounced", _("unzustellbar")
    VISITED = "visited", _("Link geöffnet")
    ACCEPTED = "accepted", _("registriert")
    WITHDRAWN = "withdrawn", _("zurückgezogen")


OPEN_INVITATIONS = (
    InvitationStatus.QUEUED,
    InvitationStatus.SENT,
    InvitationStatus.DEFERRED,
    InvitationStatus.BOUNCED,
    InvitationStatus.VISITED,
)


class PortalAccess(Tracked):
    """A person's rights at one customer. Nothing overrides a right that is off here."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="accesses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, null=True, blank=True, related_name="+")
    scope = models.CharField(_("Umfang"), max_length=10, choices=Scope, default=Scope.CUSTOMER)
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, blank=True, related_name="+")
    sites = models.ManyToManyField("customers.Site", through="PortalAccessSite", related_name="+")
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_test = models.BooleanField(default=False)  # of a test contact: what it makes counts nowhere
    valid_until = models.DateField(_("gültig bis"), null=True, blank=True)
    sees_visits = models.BooleanField(_("Planung"), default=True)
    sees_invoices = models.BooleanField(_("Rechnungen"), default=True)
    sees_prices = models.BooleanField(_("Preise"), default=True)
    sees_quotes = models.BooleanField(_("Angebote"), default=True)
    sees_reports = models.BooleanField(_("Leistungsbelege"), default=True)
    signs_reports = models.BooleanField(_("Leistungsbelege unterschreiben"), default=True)
    sees_documents = models.BooleanField(_("Dokumente"), default=True)
    sees_working_times = models.BooleanField(_("Arbeitszeiten"), default=True)
    sees_materials = models.BooleanField(_("Materialien und Mengen"), default=True)
    sees_assets = models.BooleanField(_("Anlagen"), default=True)
    sees_colleagues_tickets = models.BooleanField(_("Meldungen von Kollegen"), default=True)
    reads_messages = models.BooleanField(_("Nachrichten lesen"), default=True)
    writes_messages = models.BooleanField(_("Nachrichten schreiben"), default=True)
    creates_tickets = models.BooleanField(_("Meldungen erstellen"), default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "customer"], condition=~Q(scope="job"), name="access_once_per_customer"
            ),
            models.UniqueConstraint(fields=["person", "job"], condition=Q(scope="job"), name="access_once_per_job"),
            models.CheckConstraint(
                condition=Q(scope="job", job__isnull=False) | (~Q(scope="job") & Q(job__isnull=True)),
                name="access_job_iff_scope_job",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "is_active"], name="access_person"),
            models.Index(fields=["provider", "customer"], name="access_customer"),
        ]

    @property
    def is_real(self) -> bool:
        """Not a test contact's, which reaches no real visit, report or person."""
        return not self.is_test

    @property
    def is_whole(self) -> bool:
        """For all of the customer: who has it speaks for the customer."""
        return self.scope == Scope.CUSTOMER


class Deputyship(Tracked):
    """A colleague of the same customer acts for somebody who is away: with that access's rights, in their own name.

    The days count by themselves; `ended_at` is an earlier end by the office or by whoever named the deputy.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    access = models.ForeignKey(PortalAccess, models.PROTECT, related_name="deputyships")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("Von"))
    ends_on = models.DateField(_("Bis einschließlich"))
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputyship_ends_after_start"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="deputyship_end_time_and_actor_together",
            ),
        ]
        indexes = [
            models.Index(fields=["deputy", "ends_on"], condition=Q(ended_at=None), name="deputyship_of_deputy"),
            models.Index(fields=["provider", "customer", "-id"], name="deputyship_of_customer"),
        ]


class PortalAccessSite(models.Model):
    """One of the sites that a site-scoped access may see."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    access = models.ForeignKey(PortalAccess, models.CASCADE, related_name="access_sites")
    site = models.ForeignKey("customers.Site", models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["access", "site"], name="access_site_once")]


class Invitation(Tracked):
    """A one-time link to a contact's mail box. Only the SHA-256 of its token is stored; it ends after seven days."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="invitations")
    contact = models.ForeignKey("customers.Contact", models.PROTECT, related_name="invitations")
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # null until the mail is written
    status = models.CharField(max_length=20, choices=InvitationStatus, default=InvitationStatus.QUEUED)
    status_note = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    visited_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(token_hash=""), name="invitation_token_not_blank"),
        ]
        indexes = [models.Index(fields=["provider", "contact", "-id"], name="invitation_of_contact")]


class ReferralStatus(models.TextChoices):
    SENT = "sent", _("eingeladen")
    ACCEPTED = "accepted", _("hat geantwortet")


class Referral(Tracked):
    """A customer invites a business partner: one mail with a one-time link to a short form at the provider's doorstep.

    Who fills it in becomes a prospect with a contact. Only the SHA-256 of the token is stored; it ends after thirty days.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    company = models.CharField(_("Firma oder Name"), max_length=200)
    name = models.CharField(_("Ansprechpartner"), max_length=200, blank=True)
    email = models.EmailField(_("E-Mail"))
    message = models.TextField(_("Ihre Nachricht"), blank=True)
    token_hash = models.CharField(max_length=64, null=True, unique=True)  # null until the mail is written
    status = models.CharField(max_length=10, choices=ReferralStatus, default=ReferralStatus.SENT)
    expires_at = models.DateTimeField()
    prospect = models.ForeignKey("customers.Customer", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(token_hash=""), name="referral_token_not_blank"),
            models.CheckConstraint(
                condition=Q(status="sent", prospect=None) | Q(status="accepted", prospect__isnull=False),
                name="referral_prospect_iff_accepted",
            ),
        ]
        indexes = [models.Index(fields=["provider", "customer", "-id"], name="referral_of_customer")]
