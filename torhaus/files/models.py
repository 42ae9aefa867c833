"""The stored file: its bytes lie under their hash in the data directory, this row says what they are."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class StoredFile(models.Model):
    """One file of one provider; equal bytes share a blob on disk. Who may read it is decided by the row that uses it."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    name = models.CharField(max_length=255)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)  # a JPEG in the same store, for images only
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["provider", "sha256"], name="file_provider_hash")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        return self.media_type.startswith("image/")


class PendingUpload(models.Model):
    """A file that arrived with a form which is not carried out yet; it belongs to that form and its person only."""

    provider = models.ForeignKey("providers.Provider", models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=64)
    file = models.ForeignKey(StoredFile, models.CASCADE, related_name="+")
    caption = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "form_key", "file"], name="pending_file_once"),
            models.CheckConstraint(condition=~models.Q(form_key=""), name="pending_form_key_not_blank"),
        ]

    def __str__(self) -> str:
        return self.file.name
