"""What fits each line of business: words, ticket categories and defaults. A company may change each of them later."""

from dataclasses import dataclass
from typing import Any

from torhaus.providers.models import JobPortal, JobWord, ReportWord, Sector, SiteWord, TicketWord


@dataclass(frozen=True, kw_only=True)
class Preset:
    """`categories` are the company's own texts and stay German, like everything that it writes itself."""

    job_word: str = JobWord.JOBS
    ticket_word: str = TicketWord.TICKET
    report_word: str = ReportWord.REPORT
    site_word: str = SiteWord.SITE
    has_customer_master: bool = True
    default_job_portal: str = JobPortal.INHERIT
    categories: tuple[str, ...]

    @property
    def settings(self) -> dict[str, Any]:
        """The columns of the provider."""
        names = ("job_word", "ticket_word", "report_word", "site_word", "has_customer_master", "default_job_portal")
        return {name: getattr(self, name) for name in names}


PRESETS: dict[str, Preset] = {
    Sector.OTHER: Preset(categories=("Sanitär", "Heizung", "Elektro", "Reinigung", "Außenanlagen", "Sonstiges")),
    Sector.CLEANING: Preset(
        categories=(
            "Unterhaltsreinigung", "Glasreinigung", "Treppenhaus", "Grünpflege", "Winterdienst", "Kleinreparatur",
            "Sonstiges",
        )
    ),
    Sector.CONSTRUCTION: Preset(
        job_word=JobWord.PROJECTS,
        ticket_word=TicketWord.DEFECT,
        report_word=ReportWord.DAYWORK,
        site_word=SiteWord.PLACE,
        categories=("Rohbau", "Ausbau", "Sanitär und Heizung", "Elektro", "Fenster und Türen", "Fassade", "Sonstiges"),
    ),
    Sector.CATERING: Preset(
        site_word=SiteWord.PLACE,
        categories=("Bestellung", "Lieferung", "Speiseplan", "Allergene", "Geschirr und Technik", "Sonstiges"),
    ),
    Sector.CARE: Preset(
        job_word=JobWord.CUSTOMERS,
        report_word=ReportWord.RECORD,
        site_word=SiteWord.PLACE,
        has_customer_master=False,
        default_job_portal=JobPortal.OFF,
        categories=("Pflege", "Hauswirtschaft", "Betreuung", "Fahrdienst", "Terminänderung", "Sonstiges"),
    ),
}  # fmt: skip
