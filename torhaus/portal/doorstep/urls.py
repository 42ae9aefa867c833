"""Addresses without a login: start, login and logout, a provider's doorstep, a forgotten password, an invitation."""

from django.urls import path, re_path

from torhaus.portal.doorstep import invitation, recovery, referral, views

app_name = "doorstep"
urlpatterns = [
    path("", views.start, name="start"),
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("p/<slug:slug>/", views.provider, name="provider"),
    path("p/<slug:slug>/seat/", views.provider_seat, name="provider_seat"),
    path("p/<slug:slug>/logo.png", views.logo, name="logo"),
    path("invitation/sent/", invitation.renewed, name="invitation_renewed"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("invitation/<str:token>/renewal/", invitation.renewal, name="invitation_renewal"),
    path("referral/thanks/", referral.referral_thanks, name="referral_thanks"),
    path("referral/<str:token>/", referral.referral, name="referral"),
    path("password/reset/", recovery.reset, name="reset"),
    path("password/reset/sent/", recovery.reset_sent, name="reset_sent"),
    re_path(
        r"^password/(?P<purpose>reset|welcome)/(?P<token>[\w:.=-]{40,300})/$", recovery.choose, name="choose_password"
    ),
]
