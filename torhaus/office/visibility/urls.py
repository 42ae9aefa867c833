"""The address of „Was sieht der Kunde?“."""

from django.urls import URLPattern, path

from torhaus.office.visibility import views

urlpatterns: list[URLPattern] = [path("<slug:kind>/<int:pk>/", views.visibility, name="visibility")]
