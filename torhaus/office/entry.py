"""The decorator that every view of the office wears: viewer, permission and the frame of the page."""

from torhaus.access.entry import gate
from torhaus.office.shell import shell_for

office_view = gate(side="office", shell_for=shell_for)
