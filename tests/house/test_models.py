"""Models keep the order of the layers and stand behind a row rule."""

from django.apps import apps

from tests.house.layers import floor_of
from torhaus.access.rows import CHILDREN, RULES

NO_ROWS = {
    "FormKey": "one-time keys, never shown",
    "Throttle": "counters, never shown",
    "PeriodicRun": "the worker's clock, never shown",
    "WorkerBeat": "the worker's pulse, read by the health page",
    "MailLink": "found by its secret token only",
    "PersonSession": "the session itself; one's own only",
    "SearchEntry": "searched through the rows it names",
    "Activity": "through history_for, after its object came through a door",
    "Person": "through membership and access; one's own through request.user",
    "Provider": "through the viewer's seat",
    "NumberRange": "never shown",
    "StoredFile": "through the row that uses it",
    "PortalAccessSite": "read while the viewer is built",
}


def own_models():
    return [model for model in apps.get_models() if model.__module__.startswith("torhaus.")]


def test_every_model_has_a_row_rule_or_a_reason():
    without = {m.__name__ for m in own_models() if m not in RULES and m not in CHILDREN}
    assert without == set(NO_ROWS)


def test_children_hang_on_models_with_a_rule():
    assert [child.__name__ for child, (root, _) in CHILDREN.items() if root not in RULES] == []


def test_foreign_keys_point_downward():
    floors = floor_of()
    wrong = []
    for model in own_models():
        own = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not field.concrete or target is None or not target.__module__.startswith("torhaus."):
                continue
            other = target.__module__.split(".")[1]
            if other != own and floors[other] >= floors[own]:
                wrong.append(f"{own}.{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_tenant_rows_name_their_provider():
    without = {
        model.__name__
        for model in own_models()
        if not {"provider", "provider_id"} & {f.name for f in model._meta.get_fields()}
    }
    assert without == {
        "FormKey",
        "Throttle",
        "PeriodicRun",
        "WorkerBeat",
        "MailLink",
        "Person",
        "PersonSession",
        "Provider",
    }
