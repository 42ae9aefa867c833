"""The worker's part in delivery: look for news to tell, for mails that are due, and for sites whose day of change has come."""

import datetime as dt

from torhaus.delivery import outbox, post
from torhaus.flows import hand_over_site
from torhaus.kernel import queue

queue.tick(outbox.tell_news)
queue.tick(post.send_due)
queue.periodic(every=dt.timedelta(minutes=1))(hand_over_site.settle_due)  # flows have no tasks module of their own
