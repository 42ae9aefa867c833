"""Addresses of the office's pages for visits."""

from django.urls import URLPattern, path

from torhaus.office.visits import moves, planning, steps, views

urlpatterns: list[URLPattern] = [
    path("", views.visits, name="visits"),
    path("new/", planning.visit_new, name="visit_new"),
    path("clashes/", planning.visit_clashes, name="visit_clashes"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/edit/", planning.visit_edit, name="visit_edit"),
    path("<int:pk>/departure/", steps.visit_departure, name="visit_departure"),
    path("<int:pk>/start/", steps.visit_start, name="visit_start"),
    path("<int:pk>/completion/", steps.visit_completion, name="visit_completion"),
    path("<int:pk>/no-show/", steps.visit_no_show, name="visit_no_show"),
    path("<int:pk>/cancellation/", steps.visit_cancellation, name="visit_cancellation"),
    path("<int:pk>/move/", moves.visit_move, name="visit_move"),
    path("moves/<int:pk>/confirmation/", moves.move_confirmation, name="move_confirmation"),
    path("moves/<int:pk>/refusal/", moves.move_refusal, name="move_refusal"),
]
