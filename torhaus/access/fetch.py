"""The only doors from faces to rows. Foreign and missing rows look alike: 404."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from torhaus.access import rows
from torhaus.access.permissions import Permission
from torhaus.access.viewer import Viewer
from torhaus.activity.models import Activity
from torhaus.kernel.rows import joined

M = TypeVar("M", bound=Model)


def list_for(viewer: Viewer, model: type[M], permission: Permission) -> QuerySet[M]:
    """The rows of the active seat; unordered, ready for the queries of its domain."""
    return model._default_manager.filter(rows.visible(model, [viewer.seat], permission))


def get_for(
    viewer: Viewer,
    model: type[M],
    pk: int,
    permission: Permission,
    *,
    related: tuple[str, ...] = (),
    whole: tuple[str, ...] = (),
) -> M:
    """One row by id, through any seat of the person that holds the permission; Http404 otherwise.

    `related` names to-one relations to fetch in the same query, as briefly as `joined` does; `whole` names some with all columns.
    """
    found = model._default_manager.filter(rows.visible(model, viewer.seats, permission), pk=pk)
    for row in joined(found, *related) if related else found.select_related(*whole) if whole else found:
        viewer.met.append(getattr(row, "provider_id", viewer.provider.pk))
        return row
    raise Http404


def all_for(viewer: Viewer, model: type[M], ids: Iterable[str], permission: Permission) -> QuerySet[M]:
    """The rows that a form names, for a step with several at once; one that is foreign or missing stops all: Http404."""
    wanted = {id_in(text) for text in ids}
    rows = list_for(viewer, model, permission).filter(pk__in=wanted - {None})
    if rows.count() != len(wanted):
        raise Http404
    return rows


def id_in(text: str | None) -> int | None:
    """An id out of an address or a form; None for what cannot be one."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None


def children_for(viewer: Viewer, model: type[M], root: Model) -> QuerySet[M]:
    """The lines, messages, photos … of a root that came from one of the other doors."""
    expected, key = rows.CHILDREN[model]
    if not isinstance(root, expected):
        raise TypeError(f"{model.__name__} hangs on {expected.__name__}, not on {type(root).__name__}")
    return model._default_manager.filter(rows.own_marks(model, viewer.seats), **{key: root})


def history_for(viewer: Viewer, **touched: int) -> QuerySet[Activity]:
    """Activity rows of an object that came from one of the other doors (ticket_id=…); the portal gets public ones."""
    found = Activity.objects.filter(**touched)
    return found if viewer.side == "office" else found.filter(is_public=True)
