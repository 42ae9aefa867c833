"""All addresses below /office/."""

from django.urls import include, path

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
    path("customers/", include("torhaus.office.customers.urls")),
    path("sites/", include("torhaus.office.sites.urls")),
    path("imports/", include("torhaus.office.imports.urls")),
    path("visibility/", include("torhaus.office.visibility.urls")),
    path("settings/", include("torhaus.office.settings.urls")),
    path("installation/", include("torhaus.office.installation.urls")),
    path("mails/", include("torhaus.office.mails.urls")),
]
