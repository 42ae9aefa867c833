"""What arrives with a form: too much is counted but not kept, and a full disk loses no word of the form."""

import errno
import pathlib

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from tests import factories as make
from tests.files import samples
from torhaus.files import actions, checks
from torhaus.files.uploads import BoundedUploadHandler
from torhaus.kernel.errors import Refused


def posted(content: bytes) -> HttpRequest:
    request = RequestFactory().post("/", {"title": "Rohr", "files": samples.upload("a.pdf", content)})
    request.upload_handlers = [BoundedUploadHandler(request)]
    return request


def test_large_upload_is_counted_but_not_written():
    request = posted(b"x" * (40 * checks.MEGABYTE))
    upload = request.FILES["files"]
    assert upload.size == 40 * checks.MEGABYTE
    assert pathlib.Path(upload.temporary_file_path()).stat().st_size <= checks.MAX_DOCUMENT
    assert request.POST["title"] == "Rohr"


def test_small_upload_arrives_whole():
    assert posted(samples.PDF).FILES["files"].read() == samples.PDF


@pytest.mark.django_db
def test_disk_that_is_full_while_receiving_is_said_clearly(monkeypatch):
    def refuse(self, raw_data, start):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryFileUploadHandler.receive_data_chunk", refuse)
    request = posted(samples.PDF)
    assert request.POST["title"] == "Rohr"
    with pytest.raises(Refused) as refused:
        actions.store(provider=make.make_provider(), upload=request.FILES["files"], by=None)
    assert str(refused.value).startswith("„a.pdf“: Der Speicher ist voll.")
