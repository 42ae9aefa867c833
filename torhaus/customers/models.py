"""Master data of customers: who orders (Customer, Contact), who pays (BillingParty), where the work is (Site, Room)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from torhaus.accounts.models import Salutation
from torhaus.kernel.rows import Tracked


class CustomerKind(models.TextChoices):
    COMPANY = "company", _("Unternehmen")
    HOUSEHOLD = "household", _("Privathaushalt")
    MANAGER = "manager", _("Hausverwaltung")
    AUTHORITY = "authority", _("Behörde")


class SignatureDuty(models.TextChoices):
    NONE = "none", _("keine Unterschrift nötig")
    EACH = "each", _("jeder Leistungsbeleg")
    MONTHLY = "monthly", _("monatlicher Sammelbeleg")


class PerformerDisplay(models.TextChoices):
    FULL = "full", _("voller Name")
    FIRST = "first", _("nur Vorname")
    TEAM = "team", _("nur „Team“")
    HIDDEN = "hidden", _("nicht anzeigen")


class TimeDisplay(models.TextChoices):
    DETAIL = "detail", _("einzeln")
    SUMS = "sums", _("nur als Summe")
    OFF = "off", _("nicht anzeigen")


class Shown(models.TextChoices):
    INHERIT = "inherit", _("wie beim Kunden")
    SHOW = "show", _("anzeigen")
    HIDE = "hide", _("verbergen")


class EInvoiceFormat(models.TextChoices):
    ZUGFERD = "zugferd", _("PDF mit eingebetteter E-Rechnung (ZUGFeRD)")
    XRECHNUNG = "xrechnung", _("XRechnung (XML)")


class Address(models.Model):
    street = models.CharField(_("Straße und Hausnummer"), max_length=200, blank=True)
    address_extra = models.CharField(_("Adresszusatz"), max_length=200, blank=True)
    postcode = models.CharField(_("PLZ"), max_length=12, blank=True)
    city = models.CharField(_("Ort"), max_length=100, blank=True)
    country = models.CharField(_("Land"), max_length=2, default="DE")

    class Meta:
        abstract = True


class References(models.Model):
    """Numbers that a customer's accounts department wants to see on an invoice."""

    order_number = models.CharField(_("Bestellnummer"), max_length=60, blank=True)
    cost_centre = models.CharField(_("Kostenstelle"), max_length=60, blank=True)
    contract_number = models.CharField(_("Vertragsnummer"), max_length=60, blank=True)

    class Meta:
        abstract = True


class Customer(Tracked, Address, References):
    """The account that orders: a firm, a household, a property manager, an authority; also a prospect."""

    BRIEF = (
        "provider", "number", "name", "kind", "is_active", "is_prospect", "phone", "email", "signature_duty",
        "portal_enabled", "show_visits", "show_reports", "show_invoices", "show_performers", "show_times",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    number = models.CharField(_("Kundennummer"), max_length=30)
    kind = models.CharField(_("Art"), max_length=20, choices=CustomerKind, default=CustomerKind.COMPANY)
    is_prospect = models.BooleanField(_("Interessent"), default=False)
    name = models.CharField(_("Name"), max_length=200)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    vat_id = models.CharField(_("USt-IdNr."), max_length=20, blank=True)
    supplier_number = models.CharField(_("Unsere Lieferantennummer"), max_length=60, blank=True)
    leitweg_id = models.CharField(_("Leitweg-ID"), max_length=46, blank=True)
    requires_order_number = models.BooleanField(_("Bestellnummer Pflicht"), default=False)
    einvoice_format = models.CharField(
        _("E-Rechnung"), max_length=20, choices=EInvoiceFormat, default=EInvoiceFormat.ZUGFERD
    )
    payment_days = models.PositiveSmallIntegerField(_("Zahlungsziel in Tagen"), null=True, blank=True)
    is_reverse_charge = models.BooleanField(_("Steuerschuld beim Kunden (§ 13b UStG)"), default=False)
    signature_duty = models.CharField(
        _("Unterschrift"), max_length=10, choices=SignatureDuty, default=SignatureDuty.EACH
    )
    note = models.TextField(_("Interne Notiz"), blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    referred_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Kundenportal
    portal_enabled = models.BooleanField(_("Kundenportal aktivieren"), default=False)
    portal_greeting = models.TextField(_("Infotext im Portal"), blank=True)
    show_visits = models.BooleanField(_("Einsätze anzeigen"), default=True)
    show_invoices = models.BooleanField(_("Rechnungen anzeigen"), default=True)
    show_performers = models.CharField(
        _("Ausführende anzeigen"), max_length=10, choices=PerformerDisplay, default=PerformerDisplay.FULL
    )
    show_reports = models.BooleanField(_("Leistungsbelege anzeigen"), default=True)
    show_times = models.CharField(
        _("Arbeitszeiten anzeigen"), max_length=10, choices=TimeDisplay, default=TimeDisplay.DETAIL
    )

    # Whether a handover of one of its sites is to come; kept by the handovers' actions, spares every page a query.
    is_in_handover = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="customer_number_once")]
        indexes = [
            models.Index(fields=["provider", "name", "id"], name="customer_list"),
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Tracked):
    """A person at the customer (Ansprechpartner); becomes able to log in by an invitation."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="contacts")
    salutation = models.CharField(_("Anrede"), max_length=10, choices=Salutation, default=Salutation.NONE)
    first_name = models.CharField(_("Vorname"), max_length=100, blank=True)
    last_name = models.CharField(_("Nachname"), max_length=100)
    role = models.CharField(_("Funktion"), max_length=100, blank=True)
    email = models.EmailField(_("E-Mail"), blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True)
    mobile = models.CharField(_("Mobil"), max_length=40, blank=True)
    language = models.CharField(_("Sprache"), max_length=5, default="de")
    is_main = models.BooleanField(_("Hauptansprechpartner"), default=False)
    is_notified = models.BooleanField(_("Kundenbenachrichtigung"), default=True)
    is_active = models.BooleanField(_("aktiv"), default=True)
    is_test = models.BooleanField(_("Testkontakt"), default=False)
    email_problem = models.CharField(max_length=500, blank=True)  # why a mail came back; empty as soon as it is mended

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(is_main=True), name="contact_one_main"),
        ]
        indexes = [models.Index(fields=["provider", "customer", "id"], name="contact_list")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class ChangeStatus(models.TextChoices):
    OPEN = "open", _("offen")
    CONFIRMED = "confirmed", _("übernommen")
    DECLINED = "declined", _("abgelehnt")


class ChangeRequest(Tracked):
    """What a customer asks to have changed in the master data; the office takes it over or declines it with a reason.

    `changes` is {column: [value when it was asked for, wanted value]}. `party` names a billing party, else it is the
    customer itself.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    party = models.ForeignKey("customers.BillingParty", models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changes = models.JSONField(default=dict)
    wish = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=ChangeStatus, default=ChangeStatus.OPEN)
    reason = models.CharField(max_length=500, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", decided_at=None) | (~Q(status="open") & Q(decided_at__isnull=False)),
                name="change_request_decided_once",
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "status", "-id"], name="change_request_list"),
            models.Index(fields=["provider", "customer", "-id"], name="change_request_of_customer"),
        ]

    @property
    def is_open(self) -> bool:
        return self.status == ChangeStatus.OPEN


class BillingParty(Tracked, Address):
    """Who owes the invoice (Rechnungsempfänger): a WEG c/o its manager, a department, a head office."""

    BRIEF = (
        "provider", "customer", "name", "care_of", "email", "is_active",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="billing_parties")
    name = models.CharField(_("Rechnungsempfänger"), max_length=200)
    care_of = models.CharField(_("c/o"), max_length=200, blank=True)
    is_business = models.BooleanField(_("Unternehmen oder Behörde"), default=True)
    vat_id = models.CharField(_("USt-IdNr."), max_length=20, blank=True)
    leitweg_id = models.CharField(_("Leitweg-ID"), max_length=46, blank=True)
    email = models.EmailField(_("E-Mail für Rechnungen"), blank=True)
    supplier_number = models.CharField(_("Unsere Lieferantennummer"), max_length=60, blank=True)
    cost_centre = models.CharField(_("Kostenstelle"), max_length=60, blank=True)
    requires_order_number = models.BooleanField(_("Bestellnummer Pflicht"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "customer", "id"], name="billing_party_list")]

    def __str__(self) -> str:
        return self.name


class Site(Tracked, Address):
    """A place where work is done (Objekt/Einsatzort). Its switches override the customer's only."""

    BRIEF = (
        "provider", "customer", "name", "number", "access_note", "address_extra", "street", "postcode", "city",
        "contact_name", "contact_phone", "latitude", "longitude",
        "is_active", "show_visits", "show_reports", "show_invoices", "show_performers", "show_times",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="sites")
    billing_party = models.ForeignKey(
        BillingParty, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Rechnungsempfänger")
    )
    number = models.CharField(_("Objektnummer"), max_length=30, blank=True)
    name = models.CharField(_("Bezeichnung"), max_length=200)
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    contact_name = models.CharField(_("Kontakt vor Ort"), max_length=200, blank=True)
    contact_phone = models.CharField(_("Telefon vor Ort"), max_length=40, blank=True)
    access_note = models.TextField(_("Zugang, Schlüssel, Parken"), blank=True)
    cost_centre = models.CharField(_("Kostenstelle"), max_length=60, blank=True)
    order_number = models.CharField(_("Bestellnummer"), max_length=60, blank=True)
    show_visits = models.CharField(_("Einsätze anzeigen"), max_length=10, choices=Shown, default=Shown.INHERIT)
    show_invoices = models.CharField(_("Rechnungen anzeigen"), max_length=10, choices=Shown, default=Shown.INHERIT)
    show_performers = models.CharField(_("Ausführende anzeigen"), max_length=10, choices=Shown, default=Shown.INHERIT)
    show_reports = models.CharField(_("Leistungsbelege anzeigen"), max_length=10, choices=Shown, default=Shown.INHERIT)
    show_times = models.CharField(_("Arbeitszeiten anzeigen"), max_length=10, choices=Shown, default=Shown.INHERIT)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        indexes = [
            models.Index(fields=["provider", "name", "id"], name="site_list"),
            models.Index(fields=["provider", "customer", "name", "id"], name="site_of_customer"),
        ]

    def __str__(self) -> str:
        return self.name


class SiteHandover(Tracked):
    """A site gets another customer from a day on (Wechsel der Verwaltung). Done when `settled_at` is set.

    The day counts by itself: access reads due rows that are not settled yet. `job_ids` and `ticket_ids` name what goes along
    if it is still open by then; everything else stays with the customer who ordered it.
    """

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    from_customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    to_customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    billing_party = models.ForeignKey(BillingParty, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("Ab wann?"))
    job_ids = models.JSONField(default=list)
    ticket_ids = models.JSONField(default=list)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(settled_at__isnull=True), name="site_one_coming_handover"
            ),
        ]
        indexes = [
            models.Index(
                fields=["from_customer", "starts_on"], condition=Q(settled_at=None), name="handover_from_open"
            ),
            models.Index(fields=["to_customer", "starts_on"], condition=Q(settled_at=None), name="handover_to_open"),
            models.Index(fields=["provider", "site", "-id"], name="handover_of_site"),
        ]


class Room(Tracked):
    """A room or a dwelling unit of a site."""

    BRIEF = (
        "site", "name", "floor", "is_active",
    )  # fmt: skip

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms")
    name = models.CharField(_("Raum oder Einheit"), max_length=120)
    floor = models.CharField(_("Geschoss"), max_length=40, blank=True)
    is_active = models.BooleanField(_("aktiv"), default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="room_name_once")]
        indexes = [models.Index(fields=["provider", "site", "name"], name="room_list")]

    def __str__(self) -> str:
        return self.name


class ImportStatus(models.TextChoices):
    NEW = "new", _("wird geprüft")
    CHECKED = "checked", _("geprüft")
    UNREADABLE = "unreadable", _("nicht lesbar")
    QUEUED = "queued", _("wird eingelesen")
    DONE = "done", _("eingelesen")


class Import(Tracked):
    """A file of master data on its way: uploaded, checked by a dry run, carried out, kept until it is no longer needed."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    filename = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    status = models.CharField(max_length=12, choices=ImportStatus, default=ImportStatus.NEW)
    content = models.BinaryField(null=True)  # until it is carried out, a week at most
    lines_done = models.PositiveIntegerField(default=0)
    lines_total = models.PositiveIntegerField(default=0)  # known after the check
    message = models.CharField(max_length=500, blank=True)
    result = models.JSONField(null=True)
    rejected = models.BinaryField(null=True)  # zlib of JSON: one CSV text per sheet, bad lines with their reasons
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["provider", "-id"], name="import_list")]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_pending(self) -> bool:
        return self.status in {ImportStatus.NEW, ImportStatus.QUEUED}
