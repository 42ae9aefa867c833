"""The type of a request behind the gate: it has a viewer."""

from collections.abc import Callable

from django.http import HttpRequest

from torhaus.access.viewer import Viewer


class ViewerRequest(HttpRequest):
    """A request that passed `entry.enter`; `shell` builds what the face's layout shows around the page."""

    viewer: Viewer
    shell: Callable[[], object]
