"""All addresses below /portal/."""

from django.urls import include, path

from torhaus.portal.counts import counts

app_name = "portal"
urlpatterns = [
    path("", include("torhaus.portal.home.urls")),
    path("tickets/", include("torhaus.portal.tickets.urls")),
    path("visits/", include("torhaus.portal.visits.urls")),
    path("reports/", include("torhaus.portal.reports.urls")),
    path("invoices/", include("torhaus.portal.invoices.urls")),
    path("sites/", include("torhaus.portal.sites.urls")),
    path("", include("torhaus.portal.account.urls")),
    path("details/", include("torhaus.portal.details.urls")),
    path("referrals/", include("torhaus.portal.referrals.urls")),
    path("counts/", counts, name="counts"),
]
