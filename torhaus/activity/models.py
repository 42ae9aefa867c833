"""The activity row: what happened, to what, by whom. Rows are appended, never changed or deleted."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Activity(models.Model):
    """One action. `verb` reads "noun.past_participle" (ticket.reported); the ids name every object it touched.

    `is_public` rows are shown to the customer; the others stay in the office. `data` holds the values that a reader
    needs later ({"from": "new", "to": "accepted"}), never secrets. `told_at` is the outbox mark: the worker has made
    all deliveries of this row.
    """

    provider_id = models.BigIntegerField()
    verb = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200, blank=True)
    actor_side = models.CharField(max_length=10, blank=True)
    is_public = models.BooleanField(default=False)
    customer_id = models.BigIntegerField(null=True)
    site_id = models.BigIntegerField(null=True)
    ticket_id = models.BigIntegerField(null=True)
    job_id = models.BigIntegerField(null=True)
    visit_id = models.BigIntegerField(null=True)
    report_id = models.BigIntegerField(null=True)
    invoice_id = models.BigIntegerField(null=True)
    data = models.JSONField(default=dict)
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="activity_untold", condition=Q(told_at=None)),
            models.Index(fields=["provider_id", "-id"], name="activity_provider"),
        ] + [
            models.Index(
                fields=[f"{noun}_id", "-id"], name=f"activity_{noun}", condition=Q(**{f"{noun}_id__isnull": False})
            )
            for noun in ("customer", "site", "ticket", "job", "visit", "report", "invoice")
        ]
