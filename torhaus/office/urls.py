"""All addresses below /office/."""

from django.urls import include, path

from torhaus.office.portal_access.trying import preview_end

app_name = "office"
urlpatterns = [
    path("", include("torhaus.office.home.urls")),
    path("", include("torhaus.office.account.urls")),
    path("tickets/", include("torhaus.office.tickets.urls")),
    path("jobs/", include("torhaus.office.jobs.urls")),
    path("visits/", include("torhaus.office.visits.urls")),
    path("reports/", include("torhaus.office.reports.urls")),
    path("invoices/", include("torhaus.office.invoices.urls")),
    path("customers/<int:customer_id>/portal/", include("torhaus.office.portal_access.urls")),
    path("change-requests/", include("torhaus.office.change_requests.urls")),
    path("preview-end/", preview_end, name="preview_end"),
    path("customers/", include("torhaus.office.customers.urls")),
    path("sites/", include("torhaus.office.sites.urls")),
    path("imports/", include("torhaus.office.imports.urls")),
    path("visibility/", include("torhaus.office.visibility.urls")),
    path("settings/", include("torhaus.office.settings.urls")),
    path("installation/", include("torhaus.office.installation.urls")),
    path("mails/", include("torhaus.office.mails.urls")),
]
