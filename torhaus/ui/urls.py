"""Addresses of the user interface itself."""

from django.conf import settings
from django.urls import URLPattern, path

from torhaus.ui import brand

urlpatterns: list[URLPattern] = [path("brand.css", brand.brand_css, name="brand_css")]

if settings.DEBUG:
    from torhaus.ui import gallery

    urlpatterns.append(path("gallery/", gallery.gallery, name="gallery"))
