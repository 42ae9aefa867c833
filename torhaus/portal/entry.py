"""The decorator that every view of the portal wears: viewer, permission and the frame of the page."""

from torhaus.access.entry import gate
from torhaus.portal.shell import shell_for

portal_view = gate(side="portal", shell_for=shell_for)
