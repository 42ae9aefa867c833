"""The type of a request behind the gate: it has a viewer."""

from collections.abc import Callable

from django.http import HttpRequest

from torhaus.access.viewer import Viewer
from torhaus.providers.words import Words


class ViewerRequest(HttpRequest):
    """A request that passed `entry.enter`; `shell` builds what the face's layout shows around the page.

    `words` are those of the active provider for jobs, tickets, reports and sites; templates have `page.words`, which are those
    of the company whose page it is (`page_words`).
    """

    viewer: Viewer
    words: Words
    page_words: Callable[[], Words]
    shell: Callable[[], object]
