"""Inviting a contact: conditions, the secret of the link, what becomes of the mail."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from tests import factories as make
from torhaus.activity.models import Activity
from torhaus.flows.activate_portal import save_portal
from torhaus.kernel.errors import Conflict, Refused
from torhaus.portal_access import actions, queries, tokens
from torhaus.portal_access.models import Invitation, InvitationStatus


@pytest.fixture
def contact(cast):
    return make.make_contact(
        cast.brandt, email="m.brandt@brandt.example", first_name="Miriam", last_name="Brandt", is_main=True
    )


def test_invitation_waits_for_its_mail_and_keeps_no_token(cast, contact):
    invitation = actions.invite(contact=contact, by=cast["office1"])
    assert (invitation.status, invitation.token_hash) == (InvitationStatus.QUEUED, None)
    row = Activity.objects.get(verb="invitation.created")
    assert row.data == {"invitation_id": invitation.pk, "contact_id": contact.pk}
    assert row.customer_id == cast.brandt.pk


def test_token_is_random_and_only_its_hash_is_stored(cast, contact):
    invitation = actions.invite(contact=contact, by=cast["office1"])
    token = actions.issue_token(invitation)
    assert len(token) == 43
    stored = Invitation.objects.get()
    assert stored.token_hash == tokens.digest(token) != token
    assert queries.by_token(token) == invitation
    assert [queries.by_token(wrong) for wrong in ("", " ", "x" * 43, token[:-1], stored.token_hash)] == [None] * 5


def test_writing_the_mail_again_makes_the_first_link_void(cast, contact):
    invitation = actions.invite(contact=contact, by=cast["office1"])
    first, second = actions.issue_token(invitation), actions.issue_token(invitation)
    assert queries.by_token(first) is None
    assert queries.by_token(second) == invitation


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"email": ""}, "Es fehlt eine gültige E-Mail-Adresse."),
        ({"email": "ohne-at"}, "Es fehlt eine gültige E-Mail-Adresse."),
        ({"is_notified": False}, "„Kundenbenachrichtigung“ ist ausgeschaltet."),
        ({"is_active": False}, "Der Kontakt ist nicht aktiv."),
    ],
)
def test_what_is_missing_is_said(cast, fields, missing):
    with pytest.raises(Refused) as refused:
        actions.invite(contact=make.make_contact(cast.brandt, **fields), by=cast["office1"])
    assert refused.value.points == [missing]


def test_nobody_is_invited_where_the_portal_is_closed(cast):
    for customer in (cast.kita, cast.weber):
        with pytest.raises(Refused):
            actions.invite(contact=make.make_contact(customer), by=cast["office1"])


def test_sending_again_withdraws_the_first(cast, contact):
    first = actions.invite(contact=contact, by=cast["office1"])
    token = actions.issue_token(first)
    second = actions.invite(contact=contact, by=cast["office1"])
    assert Invitation.objects.get(pk=first.pk).status == InvitationStatus.WITHDRAWN
    assert not actions.is_usable(queries.by_token(token))
    assert second.pk != first.pk


def test_registered_contact_is_not_invited_again(cast, contact):
    make.make_access(cast.brandt, contact=contact)
    with pytest.raises(Refused):
        actions.invite(contact=contact, by=cast["office1"])


def test_withdrawn_invitation_gets_no_token_and_is_withdrawn_once(cast, contact):
    invitation = actions.withdraw(invitation=actions.invite(contact=contact, by=cast["office1"]), by=cast["office1"])
    assert actions.issue_token(invitation) is None
    with pytest.raises(Refused):
        actions.withdraw(invitation=invitation, by=cast["office1"])


def test_mail_status_follows_but_never_hides_a_visit(cast, contact):
    invitation = actions.invite(contact=contact, by=cast["office1"])
    actions.note_delivery(invitation_id=invitation.pk, status=InvitationStatus.SENT)
    invitation.refresh_from_db()
    assert (invitation.status, invitation.sent_at is not None) == (InvitationStatus.SENT, True)
    actions.note_visit(invitation)
    actions.note_delivery(invitation_id=invitation.pk, status=InvitationStatus.BOUNCED, note="550")
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.VISITED


def test_expired_invitation_is_not_usable(cast, contact):
    invitation = actions.invite(contact=contact, by=cast["office1"])
    assert actions.is_usable(invitation)
    with time_machine.travel(timezone.now() + dt.timedelta(days=7, minutes=1)):
        assert not actions.is_usable(invitation)


def test_opening_the_portal_invites_the_main_contact_once(cast):
    contact = make.make_contact(cast.kita, is_main=True)
    opened = save_portal(customer=cast.kita, by=cast["office1"], portal_enabled=True, show_invoices=False)
    assert opened.invitation.contact == contact
    assert (opened.customer.portal_enabled, opened.customer.show_invoices) == (True, False)
    again = save_portal(customer=opened.customer, by=cast["office1"], portal_enabled=True, show_invoices=True)
    assert again.invitation is None
    verbs = list(Activity.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["portal.activated", "invitation.created", "portal.changed"]


def test_opening_without_a_reachable_main_contact_opens_and_says_what_is_missing(cast):
    opened = save_portal(customer=cast.kita, by=cast["office1"], portal_enabled=True)
    assert opened.missing == ("Der Kunde hat keinen Hauptansprechpartner.",)
    assert opened.customer.portal_enabled


def test_opening_needs_the_plan(cast):
    new = make.make_customer(cast.basic, portal_enabled=False)
    with pytest.raises(Refused, match="Tarif PRO"):
        save_portal(customer=new, by=cast["owner3"], portal_enabled=True)


def test_what_was_open_keeps_its_switches_while_the_plan_is_less(cast):
    saved = save_portal(customer=cast.weber, by=cast["owner3"], portal_enabled=True, show_invoices=False)
    assert (saved.customer.portal_enabled, saved.customer.show_invoices) == (True, False)


def test_second_tab_does_not_overwrite_the_switches(cast):
    read = cast.brandt.version
    save_portal(customer=cast.brandt, by=cast["office1"], version=read, show_visits=False)
    with pytest.raises(Conflict):
        save_portal(customer=cast.brandt, by=cast["office1"], version=read, show_visits=True)
