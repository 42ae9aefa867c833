"""The service report (Leistungsbeleg) of a visit: lines, photos, frozen PDF, signature with its evidence."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import PerformerDisplay, TimeDisplay
from torhaus.kernel.rows import Tracked


class ReportStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    OPEN = "open", _("Wartet auf Unterschrift")
    SIGNED = "signed", _("Unterschrieben")
    REFUSED = "refused", _("Unterschrift verweigert")
    UNSIGNED = "unsigned", _("Ohne Unterschrift abgeschlossen")


class LineKind(models.TextChoices):
    SERVICE = "service", _("Leistung")
    TIME = "time", _("Arbeitszeit")
    MATERIAL = "material", _("Material")
    TRAVEL = "travel", _("Anfahrt")


class SignatureMethod(models.TextChoices):
    DRAWN = "drawn", _("gezeichnet")
    TYPED = "typed", _("mit Namen bestätigt")


class ServiceReport(Tracked):
    """What was done at a visit. From status "open" on its content and PDF are frozen."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    site = models.ForeignKey("customers.Site", models.PROTECT, related_name="+")
    job = models.ForeignKey("jobs.Job", models.PROTECT, related_name="reports")
    visit = models.ForeignKey("jobs.Visit", models.PROTECT, related_name="reports")
    number = models.CharField(max_length=30)
    status = models.CharField(_("Status"), max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT)
    title = models.CharField(_("Titel"), max_length=200)
    performed_on = models.DateField(_("Leistungsdatum"))
    remarks = models.TextField(_("Bemerkungen"), blank=True)
    unsigned_reason = models.CharField(_("Grund ohne Unterschrift"), max_length=300, blank=True)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    signed_pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    # What the frozen PDF shows: whoever may not see that much gets an extract, and does not sign it.
    paper_names = models.CharField(max_length=10, choices=PerformerDisplay, blank=True)
    paper_times = models.CharField(max_length=10, choices=TimeDisplay, default=TimeDisplay.OFF)
    paper_has_materials = models.BooleanField(default=False)
    presented_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Kept by invoices; spares lists of unbilled work a join.
    is_billed = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="report_number_once"),
            models.CheckConstraint(condition=Q(status="draft") | Q(pdf__isnull=False), name="report_presented_has_pdf"),
        ]
        indexes = [
            models.Index(fields=["provider", "-id"], name="report_list"),
            models.Index(fields=["provider", "status", "-id"], name="report_by_status"),
            models.Index(fields=["provider", "customer", "-id"], name="report_of_customer"),
            models.Index(fields=["provider", "-id"], name="report_unbilled", condition=Q(is_billed=False)),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_billable(self) -> bool:
        return self.status in {ReportStatus.SIGNED, ReportStatus.UNSIGNED}


class ReportLine(models.Model):
    """A service, a time, a material or a journey, with its quantity; the price is what invoicing proposes."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    report = models.ForeignKey(ServiceReport, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=LineKind, default=LineKind.SERVICE)
    text = models.CharField(_("Bezeichnung"), max_length=300)
    quantity = models.DecimalField(_("Menge"), max_digits=12, decimal_places=3)
    unit = models.CharField(_("Einheit"), max_length=10, default="C62")
    unit_price = models.DecimalField(_("Einzelpreis netto"), max_digits=12, decimal_places=2, null=True, blank=True)
    tax_rate = models.DecimalField(_("USt %"), max_digits=4, decimal_places=2, default=19)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "position"], name="report_line_position_once")]


class ReportPhoto(models.Model):
    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    report = models.ForeignKey(ServiceReport, models.CASCADE, related_name="photos")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    caption = models.CharField(_("Bildunterschrift"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)


class Signature(models.Model):
    """Evidence of a simple electronic signature (Art. 25 eIDAS), chained per provider by hash.

    `presented_sha256` is the exact PDF that was shown (H1); `chain_hash` covers this row and the one before it.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    report = models.OneToOneField(ServiceReport, models.PROTECT, related_name="signature")
    method = models.CharField(max_length=10, choices=SignatureMethod)
    signer_name = models.CharField(_("Name"), max_length=200)
    signer_role = models.CharField(_("Funktion"), max_length=100, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    login_method = models.CharField(max_length=40)
    consent_text = models.TextField()
    reservation = models.TextField(_("Vorbehalt"), blank=True)
    strokes = models.JSONField(null=True)  # drawn: list of strokes, each a list of [x, y] in a 600 × 200 field
    signed_at = models.DateTimeField(default=timezone.now)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=300, blank=True)
    presented_sha256 = models.CharField(max_length=64)
    sequence = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    chain_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "sequence"], name="signature_chain_position_once")]
