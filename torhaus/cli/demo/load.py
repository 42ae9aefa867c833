"""Loads the demo once: companies, stories, and a mass of rows when a size is asked for."""

from django.utils import timezone, translation

from torhaus.activity.models import Activity
from torhaus.cli.demo import done, fresh, hofer, mass, people, running, waiting
from torhaus.cli.demo.clock import past, tell
from torhaus.cli.demo.companies import companies
from torhaus.cli.demo.told import Told
from torhaus.providers.models import Provider


def load(rows: int = 0) -> None:
    """Fill the installation with the demo companies, unless they are there; `rows` adds as many tickets, visits, invoices."""
    if not Provider.objects.filter(slug="lindner").exists():
        with translation.override("de"):
            _tell_everything()
    if rows:
        mass.fill(rows)


def _tell_everything() -> None:
    """Stories older than this morning were told by mail long ago; the mails of the others go out now."""
    made = companies()
    lindner, small = Told(made["lindner"]), Told(made["hofer"], desk="owner2")
    stories = (*done.STORIES, *waiting.STORIES, *running.STORIES, *people.STORIES, *fresh.STORIES)
    tell([*(story(lindner) for story in stories), *(story(small) for story in hofer.STORIES)])
    Activity.objects.filter(told_at=None, at__lt=past(days=0, hour=7)).update(told_at=timezone.now())
