"""The access table: every address of Torhaus and who gets in. An address without a row fails the suite.

`who` names the people for whom the address answers; everybody else gets the same 404 as for an address that does not
exist, or the login when nobody is logged in. Objects are Brandt's, at the site Uferstraße, unless a row says otherwise.
"""

import dataclasses

OWNER = {"owner1"}
OFFICE = OWNER | {"office1"}
CREW = OFFICE | {"tech1"}
ALL_OWNERS = {"owner1", "owner2", "owner3"}
ALL_OFFICES = ALL_OWNERS | {"office1"}
ALL_STAFF = ALL_OFFICES | {"tech1", "tech2"}
OPERATOR = {"operator"}
BRANDT = {"brandt.all", "brandt.colleague", "brandt.site"}
BRANDT_PAYS = {"brandt.all", "brandt.site"}
CUSTOMERS = BRANDT | {"stadtbau.all", "stadtbau.job", "altmann.all", "both"}
REPORT_READERS = CUSTOMERS - {"stadtbau.job"}
PAYERS = CUSTOMERS - {"brandt.colleague", "stadtbau.job"}


@dataclasses.dataclass(frozen=True)
class Row:
    """`method` is the one that must work for `who`; the others are tried for everybody who may not."""

    name: str
    who: frozenset[str]
    args: str = ""
    method: str = "get"
    query: str = ""
    data: tuple[tuple[str, str], ...] = ()
    leads: bool = False


def row(name: str, who: set[str], args: str = "", *, method: str = "get", query: str = "") -> Row:
    return Row(name, frozenset(who), args, method, query)


def led(name: str, who: set[str], args: str = "") -> Row:
    """Answers with the way to the password."""
    return Row(name, frozenset(who), args, "get", leads=True)


def post(name: str, who: set[str], args: str = "", **data: str) -> Row:
    """`data` is what the form sends; a value in braces is an id of the world ("{lindner}")."""
    return Row(name, frozenset(who), args, "post", data=tuple(data.items()))


def own_login(side: str, who: set[str], *, one: str) -> list[Row]:
    """The pages about one's own login. `one` is the person whose passkey and second session the world holds.

    Where the password is asked again first, whoever may get in is led there: a redirect.
    """
    name = f"{side}:account_"
    return [
        row(f"{name}security", who),
        row(f"{name}confirmation", who),
        *(led(f"{name}{page}", who) for page in ("email", "passkey_new", "app")),
        *(post(f"{name}{page}", who) for page in ("password", "other_sessions", "confirmation_options")),
        *(post(f"{name}{page}", who) for page in ("passkey_options", "app_removal", "recovery_codes", "recovery_file")),
        post(f"{name}session_ending", {one}, f"{side}_session"),
        led(f"{name}passkey", who, f"{side}_passkey"),
        post(f"{name}passkey_removal", who, f"{side}_passkey"),
    ]


OFFICE_ROWS = [
    row("office:home", ALL_STAFF),
    row("office:counts", ALL_STAFF),
    row("office:account", ALL_STAFF),
    *own_login("office", ALL_STAFF, one="owner1"),
    post("office:seat", CREW, provider="{lindner}"),
    row("office:tickets", ALL_STAFF),
    post("office:tickets_assignment", ALL_OFFICES),
    row("office:ticket_new", ALL_OFFICES),
    row("office:ticket_rooms", ALL_OFFICES),
    row("office:ticket", CREW, "ticket"),
    row("office:ticket_edit", OFFICE, "ticket"),
    post("office:ticket_messages", CREW, "ticket", kind="note", body="Leiter mitnehmen"),
    post("office:ticket_assignment", OFFICE, "ticket"),
    post("office:ticket_acceptance", OFFICE, "new_ticket"),
    post("office:ticket_refusal", OFFICE, "new_ticket"),
    post("office:ticket_closure", OFFICE, "ticket"),
    post("office:ticket_reopening", OFFICE, "ticket"),
    row("office:ticket_attachment", CREW, "attachment"),
    row("office:ticket_thumbnail", CREW, "attachment"),
    row("office:jobs", ALL_STAFF),
    row("office:job_new", ALL_OFFICES),
    row("office:job", CREW, "job"),
    row("office:job_edit", OFFICE, "job"),
    post("office:job_completion", OFFICE, "job"),
    row("office:visits", ALL_STAFF),
    row("office:visit_new", OFFICE, query="ticket=new_ticket"),
    row("office:visit_clashes", ALL_OFFICES),
    row("office:visit", CREW, "visit"),
    row("office:visit_edit", OFFICE, "visit"),
    post("office:visit_departure", CREW, "visit"),
    post("office:visit_start", CREW, "visit"),
    post("office:visit_completion", CREW, "visit"),
    post("office:visit_no_show", CREW, "visit"),
    post("office:visit_cancellation", OFFICE, "visit"),
    row("office:visit_move", OFFICE, "visit"),
    post("office:move_confirmation", OFFICE, "move"),
    post("office:move_refusal", OFFICE, "move"),
    row("office:reports", ALL_STAFF),
    post("office:report_new", CREW, "done_visit"),
    row("office:report", CREW, "report"),
    row("office:report_edit", CREW, "draft_report"),
    post("office:report_discarding", CREW, "draft_report"),
    post("office:report_renewal", CREW, "report"),
    post("office:report_presentation", CREW, "draft_report"),
    row("office:report_signature", CREW, "report"),
    post("office:report_refusal", CREW, "report"),
    post("office:report_closure", OFFICE, "report"),
    row("office:report_pdf", CREW, "report"),
    row("office:report_signed_pdf", CREW, "signed_report"),
    row("office:report_photo", CREW, "photo"),
    row("office:report_thumbnail", CREW, "photo"),
    row("office:portal", OFFICE, "customer"),
    row("office:portal_sites", OFFICE, "customer"),
    post("office:portal_site", OFFICE, "customer_site"),
    post("office:invitation", OFFICE, "customer_contact"),
    post("office:invitation_withdrawal", OFFICE, "customer_invitation"),
    row("office:access", OFFICE, "customer_access"),
    row("office:portal_link", OFFICE, "customer"),
    row("office:portal_card", OFFICE, "customer"),
    row("office:local_account_new", OFFICE, "customer"),
    row("office:local_account", OFFICE, "local_access"),
    post("office:local_account_password", OFFICE, "local_access"),
    row("office:test_contact_new", OFFICE, "customer"),
    post("office:test_contact_removal", OFFICE, "customer_test_contact"),
    post("office:preview_begin", OFFICE, "customer_access"),
    post("office:preview_end", ALL_OFFICES),
    row("office:job_portal", OFFICE, "job"),
    row("office:portal_address", ALL_OFFICES),
    row("office:portal_qr_svg", ALL_OFFICES),
    row("office:portal_qr_png", ALL_OFFICES),
    row("office:change_requests", ALL_OFFICES),
    row("office:change_request", OFFICE, "change_request"),
    post("office:change_confirmation", OFFICE, "change_request"),
    post("office:change_refusal", OFFICE, "change_request"),
    row("office:visibility", OFFICE, "visibility"),
    post("office:deputyship_end", OFFICE, "customer_deputyship"),
    post("office:access_deactivation", OFFICE, "customer_access"),
    post("office:access_activation", OFFICE, "customer_access"),
    row("office:customers", ALL_OFFICES),
    row("office:customer_new", ALL_OFFICES),
    row("office:customer", OFFICE, "customer"),
    row("office:customer_edit", OFFICE, "customer"),
    post("office:customer_activation", OFFICE, "customer"),
    post("office:customer_deactivation", OFFICE, "customer"),
    row("office:contact_new", OFFICE, "customer"),
    row("office:contact_edit", OFFICE, "contact"),
    post("office:contact_activation", OFFICE, "contact"),
    post("office:contact_deactivation", OFFICE, "contact"),
    row("office:billing_party_new", OFFICE, "customer"),
    row("office:billing_party_edit", OFFICE, "party"),
    post("office:billing_party_activation", OFFICE, "party"),
    post("office:billing_party_deactivation", OFFICE, "party"),
    row("office:sites", ALL_STAFF),
    row("office:site_handover", OFFICE, "site"),
    post("office:handover_withdrawal", OFFICE, "handover"),
    row("office:site_new", OFFICE, "customer"),
    row("office:site", CREW, "site"),
    row("office:site_edit", OFFICE, "site"),
    post("office:site_activation", OFFICE, "site"),
    post("office:site_deactivation", OFFICE, "site"),
    row("office:rooms_new", OFFICE, "site"),
    row("office:room_edit", OFFICE, "room"),
    row("office:imports", ALL_OFFICES),
    row("office:import_sample", ALL_OFFICES, "sample"),
    row("office:import_sample_workbook", ALL_OFFICES),
    row("office:import", OFFICE, "import"),
    post("office:import_execution", OFFICE, "import"),
    row("office:import_rejected", OFFICE, "import_sheet"),
    row("office:invoices", ALL_OFFICES),
    row("office:unbilled", ALL_OFFICES),
    row("office:invoice_figures", ALL_OFFICES),
    row("office:invoice_new", ALL_OFFICES),
    post("office:invoice_from_reports", ALL_OFFICES),
    row("office:invoice", OFFICE, "invoice"),
    post("office:invoice_content", OFFICE, "invoice_draft"),
    post("office:invoice_totals", OFFICE, "invoice_draft"),
    row("office:invoice_preview", OFFICE, "invoice_draft"),
    post("office:invoice_removal", OFFICE, "invoice_draft"),
    post("office:invoice_issue", OFFICE, "invoice_draft"),
    post("office:invoice_cancellation", OFFICE, "invoice"),
    post("office:invoice_payments", OFFICE, "invoice"),
    post("office:payment_reversal", OFFICE, "payment"),
    row("office:invoice_pdf", OFFICE, "invoice"),
    row("office:invoice_xml", OFFICE, "invoice"),
    row("office:invoice_xrechnung", OFFICE, "invoice"),
    row("office:mails", ALL_OWNERS),
    row("office:mail", OWNER, "mail"),
    row("office:mail_preview", OWNER, "mail"),
    post("office:mail_repetition", OWNER, "mail"),
    row("office:tickets_counts", ALL_STAFF),
    row("office:tickets_filters", ALL_STAFF),
    row("office:settings", ALL_OWNERS),
    row("office:basics", ALL_OWNERS),
    post("office:sector", ALL_OWNERS, sector="care"),
    row("office:plugins", ALL_OWNERS),
    post("office:plugin_portal_activation", ALL_OWNERS),
    post("office:plugin_portal_deactivation", ALL_OWNERS),
    post("office:trial", ALL_OWNERS),
    row("office:installation", OPERATOR),
    row("office:installation_company", OPERATOR, "provider"),
    row("office:look", ALL_OWNERS),
    post("office:logo", ALL_OWNERS),
    post("office:logo_removal", ALL_OWNERS),
    row("office:staff", ALL_OWNERS),
    row("office:member_new", ALL_OWNERS),
    row("office:member", OWNER, "member"),
    post("office:member_invitation", OWNER, "member"),
    post("office:member_withdrawal", OWNER, "pending_member"),
    row("office:security", ALL_OWNERS),
    post("office:member_deactivation", OWNER, "member"),
    post("office:member_activation", OWNER, "member"),
    row("office:categories", ALL_OWNERS),
    row("office:category", OWNER, "category"),
    post("office:category_deactivation", OWNER, "category"),
    post("office:category_activation", OWNER, "category"),
]

PORTAL_ROWS = [
    row("portal:home", CUSTOMERS),
    row("portal:sites", CUSTOMERS),
    row("portal:site", BRANDT, "site"),
    row("portal:tickets", CUSTOMERS),
    row("portal:ticket_new", CUSTOMERS),
    row("portal:ticket_rooms", CUSTOMERS),
    row("portal:ticket_upload", {"brandt.all"}, "upload"),
    row("portal:ticket", BRANDT, "ticket"),
    post("portal:ticket_messages", BRANDT, "ticket"),
    post("portal:ticket_closure", BRANDT, "ticket"),
    post("portal:ticket_reopening", BRANDT, "ticket"),
    row("portal:ticket_attachment", BRANDT, "attachment"),
    row("portal:ticket_thumbnail", BRANDT, "attachment"),
    row("portal:account", CUSTOMERS),
    *own_login("portal", CUSTOMERS, one="brandt.all"),
    post("portal:seat", CUSTOMERS - {"altmann.all"}, provider="{lindner}"),
    row("portal:counts", CUSTOMERS),
    row("portal:details", CUSTOMERS),
    row("portal:details_contact", {"brandt.all"}, "own_contact"),
    row("portal:details_customer", BRANDT - {"brandt.site"}, "customer"),
    row("portal:details_party", {"brandt.all"}, "party"),
    row("portal:referrals", CUSTOMERS - {"brandt.site", "stadtbau.job"}),
    row("portal:visits", CUSTOMERS),
    row("portal:visit", BRANDT, "visit"),
    row("portal:visit_move", BRANDT, "planned_visit"),
    row("portal:visit_calendar", BRANDT, "visit"),
    row("portal:reports", REPORT_READERS),
    row("portal:report", BRANDT, "report"),
    post("portal:report_signature", BRANDT, "report"),
    post("portal:report_refusal", BRANDT, "report"),
    row("portal:report_pdf", BRANDT, "report"),
    row("portal:deputies", CUSTOMERS),
    post("portal:deputy_end", {"brandt.all"}, "deputyship"),
    row("portal:report_extract", BRANDT, "report"),
    row("portal:report_signed_pdf", BRANDT, "signed_report"),
    row("portal:report_photo", BRANDT, "photo"),
    row("portal:report_thumbnail", BRANDT, "photo"),
    row("portal:invoices", PAYERS),
    row("portal:invoice", BRANDT_PAYS, "invoice"),
    row("portal:invoice_pdf", BRANDT_PAYS, "invoice"),
    row("portal:invoice_xrechnung", BRANDT_PAYS, "invoice"),
]

ROWS = OFFICE_ROWS + PORTAL_ROWS

PUBLIC = {
    "brand_css": "colours only",
    "healthz": "is the process there",
    "readyz": "is the installation ready",
    "doorstep:start": "leads each to their side",
    "doorstep:login": "the login",
    "doorstep:logout": "ends one's own session",
    "doorstep:provider": "a provider's name and logo",
    "doorstep:provider_seat": "chooses one's own seat",
    "doorstep:logo": "a provider's logo",
    "doorstep:invitation": "by its secret token",
    "doorstep:invitation_renewal": "mails to the invited address only",
    "doorstep:invitation_renewed": "says that a mail was sent",
    "doorstep:referral": "by its secret token",
    "doorstep:referral_thanks": "says that an answer arrived",
    "doorstep:reset": "answers alike for known and unknown",
    "doorstep:reset_sent": "says that a mail was sent",
    "doorstep:choose_password": "by its secret token",
    "doorstep:second_factor": "behind a right password only; leads to the login otherwise",
    "doorstep:second_factor_options": "behind a right password only; leads to the login otherwise",
    "doorstep:second_factor_end": "forgets a half-open login",
    "doorstep:passkey": "a login",
    "doorstep:passkey_options": "a challenge, the same for everybody",
    "doorstep:link": "answers alike for known and unknown",
    "doorstep:link_sent": "says that a mail was sent",
    "doorstep:link_login": "by its secret token",
    "doorstep:email": "by its secret token",
    "doorstep:email_confirmed": "says that an address counts from now on",
    "doorstep:team": "by its secret token",
}
"""Addresses without a viewer, and why that is right."""
