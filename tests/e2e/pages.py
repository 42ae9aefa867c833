"""Every page of Torhaus as somebody sees it in the demo. A page of the access table that stands nowhere here fails a test."""

import dataclasses

from django.urls import reverse


@dataclasses.dataclass(frozen=True)
class Page:
    """A page at the row that demo_ids.py calls `of`, opened by `who` ("" is nobody); a name in braces in `query` is an id."""

    who: str
    name: str
    of: str = ""
    query: str = ""

    @property
    def title(self) -> str:
        return " ".join(part for part in (self.name, self.of, self.query, f"({self.who})") if part)

    def address(self, ids: dict[str, list[int | str]]) -> str:
        query = self.query.format(**{name: found[-1] for name, found in ids.items()})
        return reverse(self.name, args=ids[self.of] if self.of else []) + (f"?{query}" if query else "")


def pages(who: str, *lines: str) -> list[Page]:
    """One page a line: "name", "name of" or "name of?query"."""
    found = []
    for line in lines:
        place, _, query = line.partition("?")
        name, _, of = place.partition(" ")
        found.append(Page(who, name, of, query))
    return found


OFFICE = [
    *pages(
        "owner1",
        "office:home", "office:account", "office:account_security", "office:account_confirmation", "office:security",
        "office:customers", "office:customers ?q=Uferstraße", "office:customers ?q=gibtesnicht",
        "office:customer_new", "office:customer customer", "office:customer bare_customer", "office:customer_edit customer",
        "office:contact_new customer", "office:contact_edit contact", "office:billing_party_new customer",
        "office:billing_party_edit party", "office:sites", "office:site_new customer", "office:site site", "office:site_edit site",
        "office:rooms_new site", "office:room_edit room", "office:portal customer", "office:portal bare_customer",
        "office:portal_sites customer", "office:access customer_access", "office:imports", "office:settings", "office:look",
        "office:staff", "office:member_new", "office:member member", "office:categories", "office:category category",
        "office:mails", "office:mail mail", "office:portal_link customer", "office:local_account_new customer",
        "office:local_account local_access", "office:test_contact_new customer", "office:portal_address",
        "office:change_requests", "office:change_requests ?view=done", "office:change_request open_wish",
        "office:change_request confirmed_wish", "office:job_portal local_job", "office:customer prospect",
        "office:tickets ?view=trials", "office:basics", "office:plugins", "office:site_handover site",
        "office:site_handover site?q=gibtesnicht", "office:site_handover site?to={bare_customer}",
        "office:visibility seen_ticket", "office:visibility seen_report", "office:visibility seen_site",
        "office:visibility seen_invoice",
    ),
    *pages(
        "office1",
        "office:home", "office:tickets", "office:tickets ?view=all", "office:tickets ?q=gibtesnicht", "office:tickets_filters",
        "office:ticket_new",
        "office:ticket new_ticket", "office:ticket in_review_ticket", "office:ticket waiting_ticket",
        "office:ticket accepted_ticket", "office:ticket planned_ticket", "office:ticket done_ticket",
        "office:ticket declined_ticket", "office:ticket_edit new_ticket", "office:jobs", "office:job_new", "office:job job",
        "office:job done_job", "office:job_edit job", "office:visits", "office:visits ?view=all", "office:visit_new",
        "office:visit planned_visit", "office:visit in_work_visit", "office:visit done_visit", "office:visit no_show_visit",
        "office:visit move", "office:visit_edit planned_visit", "office:visit_move move", "office:reports",
        "office:report draft_report", "office:report_edit draft_report", "office:report open_report",
        "office:report signed_report", "office:report refused_report", "office:report unsigned_report",
        "office:report_signature open_report", "office:invoices", "office:invoices ?view=overdue", "office:unbilled",
        "office:invoice_new", "office:invoice draft_invoice", "office:invoice open_invoice", "office:invoice partly_paid_invoice",
        "office:invoice cancelled_invoice", "office:invoice storno", "office:invoice authority_invoice",
        "office:invoice reverse_charge_invoice",
    ),
    *pages("tech1", "office:home", "office:visits", "office:visit planned_visit", "office:reports"),
    *pages("owner2", "office:home", "office:plugins", "office:jobs"),
    *pages(
        "owner3",
        "office:home", "office:customers", "office:tickets", "office:visits", "office:invoices", "office:reports",
        "office:plugins",
    ),
]  # fmt: skip
PORTAL = [
    *pages(
        "brandt.all",
        "portal:home", "portal:account", "portal:account_security", "portal:account_confirmation", "portal:tickets",
        "portal:ticket_new", "portal:ticket brandt_ticket",
        "portal:ticket brandt_done_ticket", "portal:visits", "portal:visit brandt_visit", "portal:visit brandt_done_visit",
        "portal:visit brandt_move", "portal:visit_move brandt_visit", "portal:reports", "portal:report brandt_open_report",
        "portal:report brandt_signed_report", "portal:invoices", "portal:invoice brandt_open_invoice",
        "portal:invoice brandt_paid_invoice", "portal:sites", "portal:site site", "portal:site quiet_site",
        "portal:details", "portal:details_contact own_contact", "portal:details_customer customer", "portal:details_party party",
        "portal:referrals", "portal:deputies",
    ),
    *pages("altmann.all", "portal:home", "portal:tickets", "portal:ticket_new"),
    *pages("both", "portal:home", "portal:account"),
    *pages("stadtbau.job", "portal:home", "portal:visits", "portal:tickets"),
    *pages("weber.all", "portal:home"),
]  # fmt: skip
DOORSTEP = pages(
    "",
    "doorstep:login",
    "doorstep:provider slug",
    "doorstep:reset",
    "doorstep:reset_sent",
    "doorstep:invitation_renewed",
    "doorstep:referral_thanks",
    "doorstep:link",
    "doorstep:link_sent",
    "doorstep:email_confirmed",
)

BEHIND_LINKS = {
    "office:installation", "office:installation_company",
    "office:import", "doorstep:invitation", "doorstep:referral",
    "doorstep:choose_password", "doorstep:link_login", "doorstep:email", "doorstep:team",
    "doorstep:second_factor", "office:account_email", "office:account_app", "office:account_passkey_new", "office:account_passkey",
    "portal:account_email", "portal:account_app", "portal:account_passkey_new", "portal:account_passkey",
}  # fmt: skip
"""After an upload, with the link of a mail, for the operator: each has a test of its own."""
NO_PAGES = {
    "portal:report_extract",
    "brand_css", "healthz", "readyz", "doorstep:start", "doorstep:logout", "doorstep:provider_seat", "doorstep:logo",
    "doorstep:second_factor_options", "doorstep:second_factor_end", "doorstep:passkey", "doorstep:passkey_options",
    "doorstep:invitation_renewal", "office:counts", "portal:counts", "office:ticket_rooms", "portal:ticket_rooms",
    "portal:ticket_upload", "office:ticket_attachment", "office:ticket_thumbnail", "portal:ticket_attachment",
    "portal:ticket_thumbnail", "office:visit_clashes", "office:report_pdf", "office:report_signed_pdf", "office:report_photo",
    "office:report_thumbnail", "portal:report_pdf", "portal:report_signed_pdf", "portal:report_photo", "portal:report_thumbnail",
    "portal:visit_calendar", "office:import_sample", "office:import_sample_workbook", "office:import_rejected",
    "office:invoice_figures",
    "office:tickets_counts", "office:invoice_preview", "office:invoice_pdf", "office:invoice_xml", "office:invoice_xrechnung",
    "portal:invoice_pdf", "portal:invoice_xrechnung", "office:mail_preview", "office:portal_card", "office:portal_qr_svg",
    "office:portal_qr_png",
}  # fmt: skip
"""Files, fragments of pages, redirects, and what machines ask."""
