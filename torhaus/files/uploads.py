"""Receives the files of a form: what is too large is counted but not kept, so that the form's words are never lost."""

import errno
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from torhaus.files.checks import MAX_DOCUMENT


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Writes to a temporary file until the limit or the end of the disk; the true size is reported either way."""

    received = 0
    is_full = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.received, self.is_full = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > MAX_DOCUMENT or self.is_full:
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
                raise
            self.is_full = True

    def file_complete(self, file_size: int) -> UploadedFile | None:
        upload = super().file_complete(file_size)
        if upload is not None:
            upload.size = self.received
            upload.is_cut_off = self.is_full  # type: ignore[attr-defined]
        return upload
