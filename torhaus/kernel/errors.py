"""Errors that a person caused and can mend; each carries a message in the active language."""

from typing import Any


class Refused(Exception):
    """An action does not fit the state of things: message for people, optional list of single points."""

    def __init__(self, message: Any, *, points: list[Any] | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.points = points or []


class Conflict(Refused):
    """Somebody else changed the row since this person read it."""
