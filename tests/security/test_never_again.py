"""What went wrong in other systems, line by line of "Never again" where no other file has it; each proves first that the owner may.

Elsewhere: foreign rows by id and verbs with foreign ids (tests/access/test_table.py), linked rows and histories (tests/access),
tokens and logs (test_secrets.py), several companies (test_seats.py), several ids at once (test_ids.py), file names
(tests/files), formulas (tests/cli), roles that only read (test_roles.py), live counts (tests/access/test_rules.py).
"""

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests import factories as make
from torhaus.accounts.models import Person
from torhaus.files.models import PendingUpload, StoredFile
from torhaus.portal_access import actions as access_actions
from torhaus.portal_access.models import Invitation, PortalAccess
from torhaus.tickets import actions
from torhaus.tickets.models import Ticket, TicketAttachment, TicketMessage

KEY = "formkey-0123456789abcd"


def photo(name="foto.jpg"):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (90, 120, 130)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def test_nobody_joins_a_foreign_thread(cast, login):
    ticket = make.make_ticket(cast.brandt)
    path = f"/portal/tickets/{ticket.pk}/messages/"
    assert login(cast["brandt.all"]).post(path, {"body": "Meins", "form_key": KEY}).status_code == 302
    for key in ("stadtbau.all", "altmann.all", "kita.off"):
        other = {"body": "Fremd", "form_key": f"formkey-{key}-0123456789".replace(".", "")}
        assert login(cast[key]).post(path, other).status_code == 404, key
    assert list(TicketMessage.objects.values_list("body", flat=True)) == ["Meins"]


def test_a_foreign_upload_is_not_taken_along_by_its_key(cast, login):
    """The key of somebody's form, with their unsent photo, gives nothing to anybody else."""
    ticket, foreign = make.make_ticket(cast.brandt), make.make_ticket(cast.stadtbau)
    held = {"body": "", "upload_key": KEY, "files": photo(), "form_key": "formkey-owner-0123456789"}
    owner = login(cast["brandt.all"])
    owner.post(f"/portal/tickets/{ticket.pk}/messages/", held | {"body": "x" * 20_001})
    assert PendingUpload.objects.filter(person=cast["brandt.all"]).count() == 1
    thief = {"body": "Nichts", "upload_key": KEY, "form_key": "formkey-thief-0123456789"}
    login(cast["stadtbau.all"]).post(f"/portal/tickets/{foreign.pk}/messages/", thief)
    assert not TicketAttachment.objects.filter(ticket=foreign).exists()
    again = {"body": "Meins", "upload_key": KEY, "form_key": "formkey-again-0123456789"}
    assert owner.post(f"/portal/tickets/{ticket.pk}/messages/", again).status_code == 302
    assert TicketAttachment.objects.filter(ticket=ticket).count() == 1


def test_a_form_writes_only_its_own_fields(cast, login):
    """Columns beside the form's are sent along and change nothing; a field of the form does."""
    access = PortalAccess.objects.get(person=cast["brandt.colleague"])
    data = {
        "sees_visits": "on", "sees_reports": "on", "version": access.version, "customer": cast.stadtbau.pk,
        "person": cast["stadtbau.all"].pk, "scope": "job", "is_active": "", "provider": cast.hofer.pk,
        "sees_quotes": "",
    }  # fmt: skip
    path = f"/office/customers/{cast.brandt.pk}/portal/accesses/{access.pk}/"
    assert login(cast["office1"]).post(path, data).status_code == 302
    after = PortalAccess.objects.get(pk=access.pk)
    assert (after.sees_visits, after.sees_materials) == (True, False)
    assert (after.customer, after.person, after.provider) == (cast.brandt, cast["brandt.colleague"], cast.lindner)
    assert (after.scope, after.is_active, after.sees_quotes) == ("customer", True, True)


def test_a_person_makes_themselves_nothing_else(cast, login):
    data = {
        "salutation": "ms", "first_name": "Miriam", "last_name": "Brandt", "phone": "1", "language": "de",
        "theme": "dark", "is_staff": "on", "is_superuser": "on", "email": "andere@brandt.example", "is_active": "",
    }  # fmt: skip
    before = Person.objects.get(pk=cast["brandt.all"].pk)
    assert login(cast["brandt.all"]).post("/portal/account/", data).status_code == 302
    after = Person.objects.get(pk=before.pk)
    assert (after.phone, after.first_name) == ("1", "Miriam")
    assert (after.email, after.is_active) == (before.email, True)
    assert not getattr(after, "is_superuser", False)


def test_internal_notes_reach_no_portal_page_search_or_count(cast, login):
    ticket = make.make_ticket(cast.brandt, site=cast.ufer)
    actions.note(ticket=ticket, body="Zahlungsmoral geheimwort", by=cast["office1"], files=[])
    actions.answer(ticket=ticket, body="Wir kommen offenwort", by=cast["office1"], files=[], asks=False)
    assert "geheimwort" in login(cast["office1"]).get(f"/office/tickets/{ticket.pk}/").content.decode()
    client = login(cast["brandt.all"])
    pages = ["/portal/", f"/portal/tickets/{ticket.pk}/", "/portal/tickets/", f"/portal/sites/{cast.ufer.pk}/"]
    texts = [client.get(path).content.decode() for path in pages]
    assert "offenwort" in texts[1]
    assert [text for text in texts if "geheimwort" in text] == []
    found = client.get("/portal/tickets/?q=geheimwort").content.decode()
    assert f"/portal/tickets/{ticket.pk}/" not in found
    assert "geheimwort" not in json.dumps(client.get("/portal/counts/").json())


@pytest.mark.parametrize("parameter", ["order", "sort", "order_by", "o", "ordering"])
def test_lists_are_not_sorted_or_filtered_by_columns_of_ones_choice(cast, login, parameter):
    """Sorting by a secret would tell it bit by bit."""
    for name in ("Eins", "Zwei"):
        make.make_ticket(cast.brandt, title=name, caller_phone="0761 1")
    client = login(cast["brandt.all"])
    plain = _titles(client, "/portal/tickets/")
    assert plain == ["Zwei", "Eins"]
    assert _titles(client, f"/portal/tickets/?{parameter}=caller_phone&caller_phone=0&reported_by__password=x") == plain


def _titles(client, path):
    return re.findall(r"(Eins|Zwei)</", client.get(path).content.decode())


def test_files_have_no_address_without_a_check(cast, login):
    """Not by hash, name or number: only through the row that uses the file."""
    client = login(cast["brandt.all"])
    ticket = make.make_ticket(cast.brandt)
    data = {"body": "Foto", "files": photo(), "upload_key": KEY, "form_key": KEY}
    assert client.post(f"/portal/tickets/{ticket.pk}/messages/", data).status_code == 302
    attachment, stored = TicketAttachment.objects.get(), StoredFile.objects.get()
    through = f"/portal/tickets/{ticket.pk}/attachments/{attachment.pk}/"
    assert client.get(through).status_code == 200
    assert login(cast["stadtbau.all"]).get(through).status_code == 404
    digest = stored.sha256
    for address in (
        f"/files/{digest}",
        f"/media/{digest}",
        f"/static/../files/{digest[:2]}/{digest}",
        f"/files/{stored.pk}/",
    ):
        assert client.get(address).status_code == 404, address


def test_a_blank_token_opens_nothing(cast, client):
    contact = make.make_contact(cast.brandt, email="neu@brandt.example")
    invitation = access_actions.invite(contact=contact, by=cast["office1"])
    assert Invitation.objects.get().token_hash is None
    for token in ("%20", "None", "null", "0", "-" * 43):
        assert client.get(f"/invitation/{token}/").status_code in {404, 410}, token
    assert client.get(f"/invitation/{access_actions.issue_token(invitation)}/").status_code == 200


def test_one_kind_of_token_is_no_other(cast, client):
    contact = make.make_contact(cast.brandt, email="neu@brandt.example")
    token = access_actions.issue_token(access_actions.invite(contact=contact, by=cast["office1"]))
    assert client.get(f"/invitation/{token}/").status_code == 200
    for key in (f"1-{token}", token):
        answer = client.get(f"/password/reset/key/{key}/", follow=True)
        assert answer.status_code == 404 or 'name="password"' not in answer.content.decode()


def test_a_message_with_braces_stays_a_message(cast, login):
    """Placeholders in what people type reach no attribute: neither on pages nor in letters."""
    ticket = make.make_ticket(cast.brandt)
    text = "{{ ticket.provider.iban }} %(password)s {0.__class__} ${x}"
    client: Client = login(cast["brandt.all"])
    assert client.post(f"/portal/tickets/{ticket.pk}/messages/", {"body": text, "form_key": KEY}).status_code == 302
    assert (
        "{{ ticket.provider.iban }} %(password)s {0.__class__} ${x}"
        in client.get(f"/portal/tickets/{ticket.pk}/").content.decode()
    )
    assert Ticket.objects.count() == 1
