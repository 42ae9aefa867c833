"""Bounded numbers for menus and start pages: rows that came through the doors, counted together in one query."""

from typing import Any

from django.db.models import QuerySet

from torhaus.access.viewer import Viewer
from torhaus.kernel.counting import bounded_counts
from torhaus.providers.models import Provider


def counted(viewer: Viewer, **rows: QuerySet[Any] | None) -> dict[str, int]:
    """Each query's number of rows, at most 100; None (not allowed to this viewer) is left out."""
    asked = {name: found for name, found in rows.items() if found is not None}
    return bounded_counts(Provider.objects.filter(pk=viewer.provider.pk), **asked)
