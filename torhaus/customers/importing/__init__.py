"""Import of master data from .csv and .xlsx. Knows no HTTP: `run` takes a stream and returns a Result."""

from torhaus.customers.importing.engine import run
from torhaus.customers.importing.result import Problem, Result, SheetResult, Unreadable

__all__ = ["Problem", "Result", "SheetResult", "Unreadable", "run"]
