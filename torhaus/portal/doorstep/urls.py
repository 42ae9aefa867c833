"""Addresses without a login: start, the ways to log in and out, a provider's doorstep, links of mails."""

from django.urls import path, re_path

from torhaus.portal.doorstep import invitation, other_logins, recovery, referral, second_step, team, views

app_name = "doorstep"
urlpatterns = [
    path("", views.start, name="start"),
    path("login/", views.login, name="login"),
    path("login/factor/", second_step.second_factor, name="second_factor"),
    path("login/factor/options/", second_step.second_factor_options, name="second_factor_options"),
    path("login/factor/end/", second_step.second_factor_end, name="second_factor_end"),
    path("login/passkey/", other_logins.passkey, name="passkey"),
    path("login/passkey/options/", other_logins.passkey_options, name="passkey_options"),
    path("login/link/", other_logins.link, name="link"),
    path("login/link/sent/", other_logins.link_sent, name="link_sent"),
    path("login/link/<str:token>/", other_logins.link_login, name="link_login"),
    path("email/confirmed/", other_logins.email_confirmed, name="email_confirmed"),
    path("email/<str:token>/", other_logins.email, name="email"),
    path("team/<str:token>/", team.team, name="team"),
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
    re_path(r"^password/reset/(?P<token>[\w:.=-]{40,300})/$", recovery.choose, name="choose_password"),
]
