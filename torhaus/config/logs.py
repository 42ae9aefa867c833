"""Log lines as JSON on stderr; never with secrets."""

import logging
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKEN = re.compile(r"(/(?:invitation|password/reset|login/link|email|team)/)(?!sent/)[^/\s\"']+")
"""A one-time link in an address, as Django names it in the line of every answer from 400 on."""


def without_tokens(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> dict[str, Any]:
    """Whoever reads the log gets into nobody's account."""
    return {name: TOKEN.sub(r"\1…", value) if isinstance(value, str) else value for name, value in line.items()}


def configure(_settings: dict[str, Any]) -> None:
    """Called by Django at start-up: standard logging and structlog share one renderer."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_tokens,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
