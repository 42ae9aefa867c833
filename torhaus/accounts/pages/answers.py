"""Answers to the passkey element: what the browser shall ask its person for."""

from typing import Any

from django.http import HttpResponse, JsonResponse


def options(asked: dict[str, Any]) -> HttpResponse:
    return JsonResponse(asked, headers={"Cache-Control": "no-store, private"})
