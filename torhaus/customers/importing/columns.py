"""Which columns an import knows: per kind its fields with their headings, and how a header is recognised."""

import dataclasses
import re
from collections.abc import Sequence

IGNORED = frozenset({"zeile", "grund", "line", "reason"})
"""Headings that the download of bad lines adds; a corrected file may still carry them."""


@dataclasses.dataclass(frozen=True)
class Column:
    """`label` heads the template; any of `synonyms` (compared by `plain`) is recognised too."""

    field: str
    label: str
    synonyms: tuple[str, ...] = ()

    def matches(self, heading: str) -> bool:
        return heading == plain(self.label) or heading in self.synonyms


@dataclasses.dataclass(frozen=True)
class Kind:
    """`label` names sheet and template (German, the screens translate it).

    `marks` are the fields by one of which a header is known to be of this kind; `needs` must all be there."""

    key: str
    label: str
    columns: tuple[Column, ...]
    marks: frozenset[str]
    needs: tuple[frozenset[str], ...]

    def label_of(self, field: str) -> str:
        return next((column.label for column in self.columns if column.field == field), field)


@dataclasses.dataclass(frozen=True)
class Header:
    """A recognised header: the kind, which field stands in which column, and the headings nobody knows."""

    kind: Kind
    fields: dict[int, str]
    unknown: tuple[str, ...]


def plain(heading: str) -> str:
    """A heading without case, umlauts, dots and blanks: "Straße / Haus-Nr." → "strassehausnr"."""
    folded = heading.casefold().replace("ß", "ss")
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        folded = folded.replace(umlaut, letters)
    return re.sub(r"[^a-z0-9]", "", folded)


_ADDRESS = (
    Column(
        "street",
        "Straße und Hausnummer",
        ("strasse", "strassehausnr", "strassehausnummer", "strassenr", "anschrift", "adresse", "street", "address"),
    ),
    Column("house_number", "Hausnummer", ("hausnr", "hnr", "housenumber")),
    Column("address_extra", "Adresszusatz", ("zusatz", "anschriftzusatz", "addressline2", "addressextra")),
    Column("postcode", "PLZ", ("postleitzahl", "zip", "zipcode", "postcode", "postalcode")),
    Column("city", "Ort", ("stadt", "city", "town")),
    Column("country", "Land", ("laendercode", "staat", "country")),
)
_CUSTOMER_REF = (
    Column("customer_number", "Kundennummer", ("kundennr", "kdnr", "kundeid", "customernumber", "customerno")),
    Column("customer_name", "Kunde", ("kundenname", "firma", "auftraggeber", "customer", "customername", "company")),
)
_EMAIL = Column("email", "E-Mail", ("mail", "emailadresse", "mailadresse"))
_PHONE = Column("phone", "Telefon", ("tel", "telefonnummer", "festnetz", "telefonnr", "phone", "phonenumber"))
_VAT = Column("vat_id", "USt-IdNr.", ("ustid", "ustidnummer", "umsatzsteuerid", "vatid", "vat", "vatnumber"))
_LEITWEG = Column("leitweg_id", "Leitweg-ID", ("leitwegid", "leitwegnummer", "leitweg"))
_ORDER = Column("order_number", "Bestellnummer", ("bestellnr", "bestellreferenz", "ordernumber", "ponumber"))
_ORDER_DUTY = Column("requires_order_number", "Bestellnummer Pflicht", ("bestellpflicht", "requiresordernumber"))
_COST = Column("cost_centre", "Kostenstelle", ("kst", "costcentre", "costcenter"))
_SUPPLIER = Column(
    "supplier_number", "Lieferantennummer", ("unserelieferantennummer", "kreditorennummer", "suppliernumber")
)

CUSTOMERS = Kind(
    key="customers",
    label="Kunden",
    columns=(
        Column(
            "number",
            "Kundennummer",
            ("kundennr", "kdnr", "nummer", "nr", "debitorennummer", "customernumber", "customerno", "number", "id"),
        ),
        Column(
            "name",
            "Name",
            ("kunde", "kundenname", "firma", "firmenname", "bezeichnung", "customer", "customername", "company"),
        ),
        Column("kind", "Art", ("kundenart", "typ", "kundentyp", "kundengruppe", "kind", "type")),
        Column("is_prospect", "Interessent", ("prospect", "isprospect", "lead")),
        *_ADDRESS,
        _EMAIL,
        _PHONE,
        _VAT,
        _LEITWEG,
        _ORDER,
        _ORDER_DUTY,
        _COST,
        Column("contract_number", "Vertragsnummer", ("vertragsnr", "contractnumber")),
        _SUPPLIER,
        Column(
            "payment_days", "Zahlungsziel in Tagen", ("zahlungsziel", "zahlungszieltage", "paymentdays", "paymentterms")
        ),
        Column("note", "Notiz", ("bemerkung", "bemerkungen", "notizen", "kommentar", "note", "notes", "comment")),
    ),
    marks=frozenset({"name"}),
    needs=(frozenset({"name"}),),
)
CONTACTS = Kind(
    key="contacts",
    label="Ansprechpartner",
    columns=(
        *_CUSTOMER_REF,
        Column("salutation", "Anrede", ("salutation", "titel")),
        Column("first_name", "Vorname", ("firstname", "givenname")),
        Column("last_name", "Nachname", ("familienname", "zuname", "lastname", "surname")),
        Column(
            "full_name",
            "Ansprechpartner",
            ("name", "kontakt", "kontaktperson", "person", "contact", "contactname", "fullname"),
        ),
        Column("role", "Funktion", ("position", "rolle", "abteilung", "role", "jobtitle")),
        _EMAIL,
        _PHONE,
        Column("mobile", "Mobil", ("handy", "mobiltelefon", "mobilnummer", "mobile", "cell")),
        Column("language", "Sprache", ("language",)),
        Column("is_main", "Hauptansprechpartner", ("haupt", "hauptkontakt", "ismain", "main", "primary")),
        Column("is_notified", "Kundenbenachrichtigung", ("benachrichtigung", "isnotified", "notify")),
    ),
    marks=frozenset({"first_name", "last_name", "full_name", "salutation"}),
    needs=(frozenset({"customer_number", "customer_name"}), frozenset({"last_name", "full_name"})),
)
BILLING_PARTIES = Kind(
    key="billing_parties",
    label="Rechnungsempfänger",
    columns=(
        *_CUSTOMER_REF,
        Column(
            "name",
            "Rechnungsempfänger",
            ("rechnungsempfaengername", "debitor", "weg", "rechnungan", "billingparty", "billto", "invoicerecipient"),
        ),
        Column("care_of", "c/o", ("zuhaenden", "zhd", "careof")),
        *_ADDRESS,
        Column("email", "E-Mail für Rechnungen", ("email", "mail", "rechnungsmail", "rechnungsemail", "invoiceemail")),
        Column("is_business", "Unternehmen oder Behörde", ("unternehmen", "gewerblich", "isbusiness", "business")),
        _VAT,
        _LEITWEG,
        _SUPPLIER,
        _COST,
        _ORDER_DUTY,
    ),
    marks=frozenset({"name"}),
    needs=(frozenset({"customer_number", "customer_name"}), frozenset({"name"})),
)
SITES = Kind(
    key="sites",
    label="Objekte",
    columns=(
        *_CUSTOMER_REF,
        Column("number", "Objektnummer", ("objektnr", "objektid", "liegenschaftsnummer", "sitenumber", "siteno")),
        Column(
            "name",
            "Objekt",
            (
                "objektname",
                "objektbezeichnung",
                "bezeichnung",
                "einsatzort",
                "standort",
                "liegenschaft",
                "gebaeude",
                "site",
                "sitename",
                "location",
            ),
        ),
        *_ADDRESS,
        Column("latitude", "Breite", ("breitengrad", "lat", "latitude")),
        Column("longitude", "Länge", ("laengengrad", "lon", "lng", "longitude")),
        Column("contact_name", "Kontakt vor Ort", ("kontaktvorort", "hausmeister", "vorort", "onsitecontact")),
        Column("contact_phone", "Telefon vor Ort", ("telefonvorort", "telefonhausmeister", "onsitephone")),
        Column(
            "access_note", "Zugang", ("zugangschluesselparken", "schluessel", "zugangshinweis", "access", "accessnote")
        ),
        Column("billing_party", "Rechnungsempfänger", ("rechnungan", "debitor", "billingparty", "billto")),
        _ORDER,
        _COST,
    ),
    marks=frozenset({"name", "number"}),
    needs=(frozenset({"customer_number", "customer_name"}), frozenset({"name", "street"})),
)
ROOMS = Kind(
    key="rooms",
    label="Räume",
    columns=(
        *_CUSTOMER_REF,
        Column("site_number", "Objektnummer", ("objektnr", "objektid", "sitenumber", "siteno")),
        Column(
            "site_name",
            "Objekt",
            ("objektname", "objektbezeichnung", "einsatzort", "standort", "liegenschaft", "site", "sitename"),
        ),
        Column(
            "name", "Raum", ("raumodereinheit", "raumname", "einheit", "wohneinheit", "wohnung", "we", "room", "unit")
        ),
        Column("floor", "Geschoss", ("etage", "stockwerk", "lage", "floor", "level")),
    ),
    marks=frozenset({"name"}),
    needs=(frozenset({"site_number", "site_name"}), frozenset({"name"})),
)

KINDS = (CUSTOMERS, CONTACTS, BILLING_PARTIES, SITES, ROOMS)
"""In the order in which an import carries them out: later kinds refer to earlier ones."""
_ASKED_FIRST = (ROOMS, CONTACTS, BILLING_PARTIES, SITES, CUSTOMERS)


def recognise(headings: Sequence[str], *, sheet: str = "") -> Header | None:
    """The kind of a header row: the one that its sheet is named after, else the one that knows most of its columns.

    None when no kind fits, also when another one would fit far better if it had all that it needs.
    """
    headers = [_as(kind, headings) for kind in _ASKED_FIRST]
    found = [header for header in headers if _is_complete(header)]
    named = [header for header in found if plain(sheet) in (plain(header.kind.label), plain(header.kind.key))]
    best = max(named or found, key=_size, default=None)
    if best is None or named or _size(best) + 2 > max(map(_size, headers)):
        return best
    return None


def nearly(headings: Sequence[str]) -> tuple[Kind, list[str]] | None:
    """For a header that is none: the kind that it resembles most, and the columns that it lacks."""
    best = max((_as(kind, headings) for kind in _ASKED_FIRST), key=_size)
    if len(best.fields) < 2:
        return None
    there = set(best.fields.values())
    lacking = [one_of for one_of in best.kind.needs if not there & one_of]
    labels = [" / ".join(sorted(best.kind.label_of(field) for field in one_of)) for one_of in lacking]
    return best.kind, labels or [best.kind.label_of(field) for field in sorted(best.kind.marks)]


def _as(kind: Kind, headings: Sequence[str]) -> Header:
    fields: dict[int, str] = {}
    unknown = []
    for place, heading in enumerate(headings):
        word = plain(heading)
        column = next((c for c in kind.columns if c.matches(word) and c.field not in fields.values()), None)
        if column and word:
            fields[place] = column.field
        elif word and word not in IGNORED:
            unknown.append(heading.strip())
    return Header(kind, fields, tuple(unknown))


def _is_complete(header: Header) -> bool:
    there = set(header.fields.values())
    return bool(there & header.kind.marks) and all(there & one_of for one_of in header.kind.needs)


def _size(header: Header) -> int:
    return len(header.fields)
