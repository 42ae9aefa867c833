"""The demo companies: people, master data and lived-in stories, told through the same actions that people use."""

from torhaus.cli.demo.accounts import accounts
from torhaus.cli.demo.load import load

__all__ = ["accounts", "load"]
