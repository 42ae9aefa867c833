"""Mails on their way out, each with a key so that nothing goes out twice."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MailStatus(models.TextChoices):
    QUEUED = "queued", _("wird gesendet")
    SENT = "sent", _("versendet")
    FAILED = "failed", _("nicht zustellbar")
    DROPPED = "dropped", _("nicht mehr nötig")


SECRET_LINK = "https://secret.invalid/link"  # noqa: S105


class OutgoingMail(models.Model):
    """One mail to one recipient. `key` names the activity row and the recipient; a second try finds the first.

    A secret link is never part of `text` and `html`: SECRET_LINK stands in its place until the mail leaves the house.
    """

    provider_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=120, unique=True)
    activity_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    invitation_id = models.BigIntegerField(null=True)
    to_address = models.EmailField()
    to_name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, default="de")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    status = models.CharField(max_length=10, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=500, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_attempt_at"], name="mail_due", condition=Q(status="queued")),
            models.Index(fields=["provider_id", "-id"], name="mail_list"),
            models.Index(fields=["provider_id", "status", "-id"], name="mail_by_status"),
            models.Index(fields=["message_id"], name="mail_by_message_id"),
        ]

    def __str__(self) -> str:
        return self.subject
