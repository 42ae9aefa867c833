"""Addresses of the settings."""

from django.urls import URLPattern, path

from torhaus.office.portal_access import addresses
from torhaus.office.settings import basics, categories, plugins, security, staff, views

urlpatterns: list[URLPattern] = [
    path("", views.company, name="settings"),
    path("basics/", basics.basics, name="basics"),
    path("basics/sector/", basics.sector, name="sector"),
    path("plugins/", plugins.plugins, name="plugins"),
    path("plugins/portal/activation/", plugins.portal_activation, name="plugin_portal_activation"),
    path("plugins/portal/deactivation/", plugins.portal_deactivation, name="plugin_portal_deactivation"),
    path("plugins/trial/", plugins.trial, name="trial"),
    path("look/", views.look, name="look"),
    path("logo/", views.logo, name="logo"),
    path("logo/removal/", views.logo_removal, name="logo_removal"),
    path("portal/", addresses.portal_address_page, name="portal_address"),
    path("portal/qr.svg", addresses.portal_qr_svg, name="portal_qr_svg"),
    path("portal/qr.png", addresses.portal_qr_png, name="portal_qr_png"),
    path("staff/", staff.staff, name="staff"),
    path("staff/new/", staff.member_new, name="member_new"),
    path("staff/<int:pk>/", staff.member, name="member"),
    path("staff/<int:pk>/invitation/", staff.member_invitation, name="member_invitation"),
    path("staff/<int:pk>/withdrawal/", staff.member_withdrawal, name="member_withdrawal"),
    path("security/", security.security, name="security"),
    path("staff/<int:pk>/deactivation/", staff.member_deactivation, name="member_deactivation"),
    path("staff/<int:pk>/activation/", staff.member_activation, name="member_activation"),
    path("categories/", categories.categories, name="categories"),
    path("categories/<int:pk>/", categories.category, name="category"),
    path("categories/<int:pk>/deactivation/", categories.category_deactivation, name="category_deactivation"),
    path("categories/<int:pk>/activation/", categories.category_activation, name="category_activation"),
]
