"""Housekeeping of stored files."""

import datetime as dt

from torhaus.files import actions
from torhaus.kernel import queue

queue.periodic(every=dt.timedelta(hours=1))(actions.sweep)
