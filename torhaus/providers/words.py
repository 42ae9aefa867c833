"""What a company calls its jobs, tickets, reports and sites: the words of its trade, in the language of the reader."""

import functools
from typing import NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from torhaus.providers.models import JobWord, Provider, ReportWord, SiteWord, TicketWord


class Noun(NamedTuple):
    """One thing, several of them, and the label of the button that makes a new one.

    `inline` and `inlines` are for the inside of a sentence, where English writes them small.
    """

    one: str
    many: str
    new: str

    @property
    def inline(self) -> str:
        return _inside(self.one)

    @property
    def inlines(self) -> str:
        return _inside(self.many)


class Words(NamedTuple):
    """`ticket` is the office's word, `request` the customer's for the same thing."""

    job: Noun
    ticket: Noun
    request: Noun
    report: Noun
    site: Noun


def _inside(text: str) -> str:
    return text if (get_language() or "de").startswith("de") else text[:1].lower() + text[1:]


HOME = "home"
"""In place of a site's word: what a household reads, which never meets „Objekte“."""


def words_of(provider: Provider, *, is_home: bool = False) -> Words:
    """The provider's words in the active language; `is_home` for the eyes of a household."""
    site = HOME if is_home else provider.site_word
    codes = (provider.job_word, provider.ticket_word, provider.report_word, site)
    return _words(*codes, language=get_language() or "de")


@functools.lru_cache(maxsize=200)
def _words(job: str, ticket: str, report: str, site: str, *, language: str) -> Words:
    return Words(
        job=_jobs()[job],
        ticket=_tickets()[ticket],
        request=_requests()[ticket],
        report=_reports()[report],
        site=_sites()[site],
    )


def _jobs() -> dict[str, Noun]:
    return {
        JobWord.JOBS: Noun(_("Auftrag"), _("Aufträge"), _("Neuer Auftrag")),
        JobWord.PROJECTS: Noun(_("Projekt"), _("Projekte"), _("Neues Projekt")),
        JobWord.CUSTOMERS: Noun(_("Kunde"), _("Kunden"), _("Neuer Kunde")),
    }


def _tickets() -> dict[str, Noun]:
    return {
        TicketWord.TICKET: Noun(_("Ticket"), _("Tickets"), _("Neues Ticket")),
        TicketWord.DEFECT: Noun(_("Mangel"), _("Mängel"), _("Neuer Mangel")),
    }


def _requests() -> dict[str, Noun]:
    return {
        TicketWord.TICKET: Noun(_("Meldung"), _("Meldungen"), _("Melden")),
        TicketWord.DEFECT: Noun(_("Mangel"), _("Mängel"), _("Mangel melden")),
    }


def _reports() -> dict[str, Noun]:
    return {
        ReportWord.REPORT: Noun(_("Leistungsbeleg"), _("Leistungsbelege"), _("Leistungsbeleg schreiben")),
        ReportWord.DAYWORK: Noun(_("Regiebericht"), _("Regieberichte"), _("Regiebericht schreiben")),
        ReportWord.RECORD: Noun(_("Tätigkeitsnachweis"), _("Tätigkeitsnachweise"), _("Tätigkeitsnachweis schreiben")),
    }


def _sites() -> dict[str, Noun]:
    return {
        SiteWord.SITE: Noun(_("Objekt"), _("Objekte"), _("Neues Objekt")),
        SiteWord.PLACE: Noun(_("Einsatzort"), _("Einsatzorte"), _("Neuer Einsatzort")),
        HOME: Noun(_("Adresse"), _("Adressen"), _("Neue Adresse")),
    }
