"""The invoice, its lines and payments. An issued invoice never changes; what it says is frozen in `snapshot`."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from torhaus.customers.models import EInvoiceFormat, References
from torhaus.kernel.rows import Tracked


class InvoiceKind(models.TextChoices):
    """UNTDID 1001 document type codes."""

    INVOICE = "380", _("Rechnung")
    CREDIT_NOTE = "381", _("Gutschrift")
    CANCELLATION = "384", _("Stornorechnung")


class InvoiceStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    ISSUED = "issued", _("Gestellt")
    CANCELLED = "cancelled", _("Storniert")


class TaxMode(models.TextChoices):
    STANDARD = "standard", _("mit Umsatzsteuer")
    REVERSE_CHARGE = "reverse_charge", _("Steuerschuldnerschaft des Leistungsempfängers (§ 13b UStG)")
    SMALL_BUSINESS = "small_business", _("Kleinunternehmer (§ 19 UStG)")


UNPAID = Q(status="issued", paid_total__lt=F("gross_total"))
PAID = Q(status="issued", kind="380", paid_total__gte=F("gross_total"))
"""Conditions of partial indexes; `states` asks by exactly these words so that the indexes serve."""


class Invoice(Tracked, References):
    """A draft, an issued invoice or its cancellation. Open, paid and overdue are computed from sums and dates."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    billing_party = models.ForeignKey("customers.BillingParty", models.PROTECT, null=True, blank=True, related_name="+")
    site = models.ForeignKey("customers.Site", models.PROTECT, null=True, blank=True, related_name="+")
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, blank=True, related_name="invoices")
    kind = models.CharField(max_length=3, choices=InvoiceKind, default=InvoiceKind.INVOICE)
    status = models.CharField(_("Status"), max_length=20, choices=InvoiceStatus, default=InvoiceStatus.DRAFT)
    number = models.CharField(max_length=30, null=True, blank=True)
    title = models.CharField(_("Betreff"), max_length=200)
    tax_mode = models.CharField(_("Steuer"), max_length=20, choices=TaxMode, default=TaxMode.STANDARD)
    einvoice_format = models.CharField(max_length=20, choices=EInvoiceFormat, default=EInvoiceFormat.ZUGFERD)
    leitweg_id = models.CharField(_("Leitweg-ID"), max_length=46, blank=True)
    intro = models.TextField(_("Einleitung"), blank=True)
    issued_on = models.DateField(_("Rechnungsdatum"), null=True, blank=True)
    service_from = models.DateField(_("Leistung von"), null=True, blank=True)
    service_to = models.DateField(_("Leistung bis"), null=True, blank=True)
    due_on = models.DateField(_("Fällig am"), null=True, blank=True)
    payment_days = models.PositiveSmallIntegerField(_("Zahlungsziel in Tagen"), default=14)
    discount_percent = models.DecimalField(_("Rabatt %"), max_digits=5, decimal_places=2, default=Decimal(0))
    net_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    tax_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    gross_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    paid_total = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal(0))
    snapshot = models.JSONField(null=True)
    xml = models.BinaryField(null=True)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+")
    cancels = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="cancellation")
    issued_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="invoice_number_once"),
            models.CheckConstraint(
                condition=Q(status="draft", number=None, issued_at=None, issued_by=None)
                | Q(
                    ~Q(status="draft"),
                    ~Q(number=""),
                    number__isnull=False,
                    issued_at__isnull=False,
                    issued_by__isnull=False,
                    issued_on__isnull=False,
                    snapshot__isnull=False,
                    xml__isnull=False,
                ),
                name="invoice_issued_is_complete",
            ),
            models.CheckConstraint(  # within less than a cent, because SQLite calculates in floating point
                condition=Q(
                    net_total__gt=F("gross_total") - F("tax_total") - Decimal("0.005"),
                    net_total__lt=F("gross_total") - F("tax_total") + Decimal("0.005"),
                ),
                name="invoice_sums_agree",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "-id"], name="invoice_list"),
            models.Index(fields=["provider", "status", "-id"], name="invoice_by_status"),
            models.Index(fields=["provider", "customer", "-id"], name="invoice_of_customer"),
            models.Index(fields=["provider", "due_on", "id"], name="invoice_unpaid", condition=UNPAID),
            models.Index(
                fields=["provider", "customer", "due_on", "id"], name="invoice_unpaid_of_customer", condition=UNPAID
            ),
            models.Index(fields=["provider", "status", "-id"], name="invoice_paid", condition=PAID),
            models.Index(fields=["id"], name="invoice_without_pdf", condition=~Q(status="draft") & Q(pdf=None)),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_draft(self) -> bool:
        return self.status == InvoiceStatus.DRAFT

    @property
    def is_cancellation(self) -> bool:
        return self.kind == InvoiceKind.CANCELLATION

    @property
    def open_total(self) -> Decimal:
        """What is still owed; negative where more was paid than asked for."""
        return self.gross_total - self.paid_total


class InvoiceLine(models.Model):
    """One position; net amount = quantity × unit price less its discount, rounded to cents."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("Leistung"), max_length=300)
    detail = models.CharField(_("Zusatz"), max_length=500, blank=True)
    quantity = models.DecimalField(_("Menge"), max_digits=12, decimal_places=3)
    unit = models.CharField(_("Einheit"), max_length=10, default="C62")
    unit_price = models.DecimalField(_("Einzelpreis netto"), max_digits=12, decimal_places=2)
    discount_percent = models.DecimalField(_("Rabatt %"), max_digits=5, decimal_places=2, default=Decimal(0))
    tax_rate = models.DecimalField(_("USt %"), max_digits=4, decimal_places=2, default=Decimal(19))
    is_labour = models.BooleanField(_("Lohnanteil (§ 35a EStG)"), default=False)
    report_line = models.ForeignKey("reports.ReportLine", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invoice", "position"], name="invoice_line_position_once")]

    def __str__(self) -> str:
        return self.text


class BilledReport(models.Model):
    """A report stands on one invoice that is not cancelled; `is_current` ends with the cancellation."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.CASCADE, related_name="billed_reports")
    report = models.ForeignKey("reports.ServiceReport", models.PROTECT, related_name="billings")
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(is_current=True), name="report_billed_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.invoice_id}"


class PaymentMethod(models.TextChoices):
    TRANSFER = "transfer", _("Überweisung")
    CASH = "cash", _("bar")
    CARD = "card", _("Karte")
    DEBIT = "debit", _("Lastschrift")


class Payment(models.Model):
    """Money that arrived for an invoice; a mistake is mended by a second row with the opposite sign."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    invoice = models.ForeignKey(Invoice, models.PROTECT, related_name="payments")
    amount = models.DecimalField(_("Betrag"), max_digits=12, decimal_places=2)
    paid_on = models.DateField(_("Zahlungsdatum"))
    method = models.CharField(_("Zahlungsart"), max_length=20, choices=PaymentMethod, default=PaymentMethod.TRANSFER)
    note = models.CharField(_("Notiz"), max_length=200, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversal")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(amount=0), name="payment_not_zero")]
        indexes = [models.Index(fields=["invoice", "id"], name="payment_of_invoice")]

    def __str__(self) -> str:
        return f"{self.amount} {self.paid_on}"
