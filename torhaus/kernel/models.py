"""Rows that every part of Torhaus may need and that belong to no domain."""

from django.db import models
from django.utils import timezone


class FormKey(models.Model):
    """A form that was carried out, by its one-time key, with the address that answered; makes double submits harmless."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)


class Throttle(models.Model):
    """Attempts counted under one key within a window; shared by all processes."""

    key = models.CharField(max_length=200, unique=True)
    count = models.PositiveIntegerField(default=0)
    resets_at = models.DateTimeField(db_index=True)


class SearchEntry(models.Model):
    """The searchable words of one row of some model, folded and set between blanks; see kernel/search.py.

    Migration 0002 adds what finds them: a full-text table kept by triggers (SQLite), a tsvector column (PostgreSQL).
    """

    kind = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    provider_id = models.BigIntegerField()
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")]


class WorkerBeat(models.Model):
    """A worker process and its last sign of life."""

    name = models.CharField(max_length=80, unique=True)
    seen_at = models.DateTimeField(db_index=True)


class PeriodicRun(models.Model):
    """When a periodic job runs next; the worker that moves the time on runs it."""

    name = models.CharField(max_length=200, unique=True)
    next_at = models.DateTimeField(db_index=True)
