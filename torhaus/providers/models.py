"""The provider (tenant) with everything that is set once for the company, its staff and its number ranges."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from torhaus.kernel.rows import Tracked


class Plan(models.TextChoices):
    BASIC = "basic", "BASIC"
    PRO = "pro", "PRO"


class Sector(models.TextChoices):
    """The line of business; choosing one sets fitting words, ticket categories and defaults (see sectors.py)."""

    CLEANING = "cleaning", _("Gebäudereinigung und Hausmeisterdienst")
    CONSTRUCTION = "construction", _("Bau und Handwerk")
    CATERING = "catering", _("Catering und Verpflegung")
    CARE = "care", _("Pflege und Betreuung")
    OTHER = "other", _("Andere Branche")


class JobWord(models.TextChoices):
    JOBS = "jobs", _("Aufträge")
    PROJECTS = "projects", _("Projekte")
    CUSTOMERS = "customers", _("Kunden")


class TicketWord(models.TextChoices):
    TICKET = "ticket", _("Ticket (im Portal: Meldung)")
    DEFECT = "defect", _("Mangel")


class ReportWord(models.TextChoices):
    REPORT = "report", _("Leistungsbeleg")
    DAYWORK = "daywork", _("Regiebericht")
    RECORD = "record", _("Tätigkeitsnachweis")


class SiteWord(models.TextChoices):
    SITE = "site", _("Objekt")
    PLACE = "place", _("Einsatzort")


class JobPortal(models.TextChoices):
    """The switch „Kundenportal“ of a job, and what new jobs begin with."""

    INHERIT = "inherit", _("wie beim Kunden")
    ON = "on", _("an")
    OFF = "off", _("aus")


class Role(models.TextChoices):
    OWNER = "owner", _("Inhaber")
    OFFICE = "office", _("Büro")
    TECHNICIAN = "technician", _("Technik")
    SUBCONTRACTOR = "subcontractor", _("Nachunternehmer")
    ACCOUNTANT = "accountant", _("Buchhaltung (nur lesen)")


class Provider(Tracked):
    """A service company. What an invoice needs of it (§ 14 UStG) is checked when one is issued, not here."""

    BRIEF = (
        "name", "slug", "email", "phone", "logo_file_id", "brand_hue", "brand_chroma", "contact_person",
        "emergency_phone", "reply_hours", "plan", "has_portal_plus", "trial_until", "has_portal_plugin", "sector",
        "job_word", "ticket_word", "report_word", "site_word", "has_customer_master",
    )  # fmt: skip

    name = models.CharField(_("Name"), max_length=120)
    legal_name = models.CharField(_("Firma laut Register"), max_length=200, blank=True)
    slug = models.SlugField(_("Kurzname in Adressen"), max_length=60, unique=True)
    tagline = models.CharField(_("Zusatz unter dem Namen"), max_length=120, blank=True)
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    postcode = models.CharField(_("PLZ"), max_length=12, blank=True)
    city = models.CharField(_("Ort"), max_length=100, blank=True)
    country = models.CharField(_("Land"), max_length=2, default="DE")
    state = models.CharField(_("Bundesland"), max_length=2, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    website = models.URLField(_("Internet"), blank=True)
    managing_directors = models.CharField(_("Geschäftsführung"), max_length=200, blank=True)
    register_court = models.CharField(_("Registergericht"), max_length=100, blank=True)
    register_number = models.CharField(_("Registernummer"), max_length=40, blank=True)
    tax_number = models.CharField(_("Steuernummer"), max_length=30, blank=True)
    vat_id = models.CharField(_("USt-IdNr."), max_length=20, blank=True)
    is_small_business = models.BooleanField(_("Kleinunternehmer (§ 19 UStG)"), default=False)
    bank_name = models.CharField(_("Bank"), max_length=100, blank=True)
    iban = models.CharField("IBAN", max_length=34, blank=True)
    bic = models.CharField("BIC", max_length=11, blank=True)
    account_holder = models.CharField(_("Kontoinhaber"), max_length=70, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("Zahlungsziel in Tagen"), default=14)
    invoice_note = models.CharField(_("Schlusssatz auf Rechnungen"), max_length=500, blank=True)
    logo_file_id = models.BigIntegerField(null=True, editable=False)  # plain id: files stand above providers
    brand_hue = models.PositiveSmallIntegerField(_("Farbton"), default=205, validators=[MaxValueValidator(360)])
    brand_chroma = models.DecimalField(
        _("Sättigung"),
        max_digits=4,
        decimal_places=3,
        default="0.075",
        validators=[MinValueValidator(0), MaxValueValidator(0.2)],
    )
    contact_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Ansprechperson im Portal"),
    )
    emergency_phone = models.CharField(_("Notrufnummer"), max_length=40, blank=True)
    reply_hours = models.PositiveSmallIntegerField(_("Zugesagte Antwort in Stunden"), default=24)
    plan = models.CharField(max_length=10, choices=Plan, default=Plan.PRO)
    has_portal_plus = models.BooleanField(_("Portal Plus"), default=False)
    trial_until = models.DateField(_("Testphase bis"), null=True, blank=True)  # the last day of it; one per provider
    has_portal_plugin = models.BooleanField(_("Kundenportal"), default=True)
    requires_second_factor = models.BooleanField(_("Zweiter Faktor für alle im Büro"), default=False)
    # Grundeinstellungen
    sector = models.CharField(_("Branche"), max_length=20, choices=Sector, blank=True)
    job_word = models.CharField(_("Bezeichnung der Liste"), max_length=20, choices=JobWord, default=JobWord.JOBS)
    ticket_word = models.CharField(_("Was Kunden melden"), max_length=20, choices=TicketWord, default=TicketWord.TICKET)
    report_word = models.CharField(
        _("Was Kunden unterschreiben"), max_length=20, choices=ReportWord, default=ReportWord.REPORT
    )
    site_word = models.CharField(_("Wo gearbeitet wird"), max_length=20, choices=SiteWord, default=SiteWord.SITE)
    has_customer_master = models.BooleanField(_("Kundenstamm"), default=True)
    default_job_portal = models.CharField(
        _("Kundenportal in neuen Aufträgen"), max_length=10, choices=JobPortal, default=JobPortal.INHERIT
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(brand_hue__lte=360), name="provider_hue_on_circle"),
        ]
        indexes = [models.Index(fields=["name", "id"], name="provider_list")]

    def __str__(self) -> str:
        return self.name

    @property
    def logo_url(self) -> str:
        """Public address of the logo, new with every upload; empty without one."""
        return f"/p/{self.slug}/logo.png?v={self.logo_file_id}" if self.logo_file_id else ""

    @property
    def has_portal(self) -> bool:
        """Whether plan and plugin open the customer portal at all."""
        return self.plan_has_portal and self.has_portal_plugin

    @property
    def plan_has_portal(self) -> bool:
        """PRO, the add-on „Portal Plus“ or a running trial: each of them brings the portal."""
        return self.plan == Plan.PRO or self.has_portal_plus or self.trial_days_left > 0

    @property
    def trial_days_left(self) -> int:
        """Days of the trial with today and its last one; 0 before and after. Computed, so that it ends by itself."""
        return max((self.trial_until - timezone.localdate()).days + 1, 0) if self.trial_until else 0

    @property
    def lives_by_trial(self) -> bool:
        """Whether the portal is open only because of the trial, so that its end is worth saying."""
        return self.trial_days_left > 0 and self.plan != Plan.PRO and not self.has_portal_plus


class Membership(Tracked):
    """A person works for a provider in one role, from the moment they accept. A pending one opens nothing.

    While it is pending, staff read `invited_name`, which they typed themselves: whether the address has an account
    already, and in which name, is nobody's business before that person agrees.
    """

    BRIEF = (
        "provider", "person", "role", "job_title", "is_active", "invited_name", "accepted_at",
    )  # fmt: skip

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role)
    job_title = models.CharField(_("Tätigkeit"), max_length=100, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    invited_name = models.CharField(max_length=201, blank=True, editable=False)
    accepted_at = models.DateTimeField(
        null=True, default=timezone.now, editable=False
    )  # null: invited, not yet a member
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # null: no link is open
    expires_at = models.DateTimeField(null=True, editable=False)  # of the link

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "person"], name="membership_once"),
            models.CheckConstraint(condition=~Q(token_hash=""), name="membership_token_not_blank"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(token_hash__isnull=True), name="membership_link_while_pending"
            ),
        ]
        indexes = [models.Index(fields=["person", "is_active"], name="membership_person")]

    def __str__(self) -> str:
        return self.invited_name if self.is_pending and self.invited_name else str(self.person)

    @property
    def is_pending(self) -> bool:
        return self.accepted_at is None

    @property
    def is_expired(self) -> bool:
        """Whether the invitation has run out; before its mail is written it has no end yet."""
        return self.is_pending and self.expires_at is not None and self.expires_at <= timezone.now()


class NumberRange(models.Model):
    """The last number given out, per provider, kind and year (0: runs on over the years). Locked while a number is taken."""

    provider = models.ForeignKey(Provider, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "kind", "year"], name="number_range_once")]


hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Bitte eine Farbe wie #005b63 angeben."))
