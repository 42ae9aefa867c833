"""The root of all addresses."""

from django.urls import include, path

from torhaus.config import health

handler400 = "torhaus.ui.errors.bad_request"
handler403 = "torhaus.ui.errors.forbidden"
handler404 = "torhaus.ui.errors.not_found"
handler500 = "torhaus.ui.errors.server_error"

urlpatterns = [
    path("", include("torhaus.ui.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("office/", include("torhaus.office.urls")),
    path("portal/", include("torhaus.portal.urls")),
    path("", include("torhaus.portal.doorstep.urls")),
]
