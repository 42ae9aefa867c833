"""The worker's part in delivery: look for news to tell and for mails that are due."""

from torhaus.delivery import outbox, post
from torhaus.kernel import queue

queue.tick(outbox.tell_news)
queue.tick(post.send_due)
