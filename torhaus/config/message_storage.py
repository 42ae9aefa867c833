"""Where the one-time messages ("Gespeichert.") wait for the next page: in a cookie like our others, long ones in the session."""

from typing import ClassVar

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookie(CookieStorage):
    """With TLS under a name that browsers take from this host and over TLS only."""

    cookie_name = "__Host-messages" if settings.IS_TLS else "messages"


class MessageStorage(FallbackStorage):
    storage_classes: ClassVar[tuple[type, ...]] = (HostCookie, SessionStorage)
