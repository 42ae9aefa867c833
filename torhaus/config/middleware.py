"""Small steps of every request: whose address, which language, no caching of private pages."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

Handler = Callable[[HttpRequest], HttpResponse]


def tls_at_the_proxy(get_response: Handler) -> Handler:
    """Where the base address is https, every visitor came by TLS, which ends before us: without this Django would send no HSTS."""

    def handle(request: HttpRequest) -> HttpResponse:
        if settings.IS_TLS:
            request.META["wsgi.url_scheme"] = "https"
        return get_response(request)

    return handle


def client_address(get_response: Handler) -> Handler:
    """Take the client's address from X-Forwarded-For only behind a proxy that is named in TORHAUS_TRUSTED_PROXIES."""
    trusted = [ipaddress.ip_network(proxy) for proxy in settings.TRUSTED_PROXIES]

    def is_trusted(address: str) -> bool:
        try:
            return any(ipaddress.ip_address(address) in network for network in trusted)
        except ValueError:
            return False

    def handle(request: HttpRequest) -> HttpResponse:
        hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
        while hops and is_trusted(request.META.get("REMOTE_ADDR", "")):
            request.META["REMOTE_ADDR"] = hops.pop()
        return get_response(request)

    return handle


def person_language(get_response: Handler) -> Handler:
    """Speak the person's language; before login the one of the cookie or the browser, German by default."""

    def handle(request: HttpRequest) -> HttpResponse:
        language = request.user.language if request.user.is_authenticated else _guess(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language  # type: ignore[attr-defined]
            response = get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response

    return handle


def _guess(request: HttpRequest) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or request.headers.get("Accept-Language", "")
    return "en" if chosen.lower().startswith("en") else "de"


def private_pages(get_response: Handler) -> Handler:
    """Whatever does not say otherwise is private and not stored."""

    def handle(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return handle
