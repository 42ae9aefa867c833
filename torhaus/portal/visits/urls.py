"""Addresses of the portal's pages for visits."""

from django.urls import URLPattern, path

from torhaus.portal.visits import views

urlpatterns: list[URLPattern] = [
    path("", views.visits, name="visits"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/move/", views.visit_move, name="visit_move"),
    path("<int:pk>/calendar.ics", views.visit_calendar, name="visit_calendar"),
]
