"""Torhaus: the customer portal and office for service companies."""

__version__ = "0.1.0"
