"""Blobs: whole or not at all."""

import errno
import hashlib
import os
import resource
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from torhaus.files import storage
from torhaus.kernel.errors import Refused


def leftovers(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


def test_blob_lies_under_its_hash(files_dir):
    sha256, size = storage.write([b"Wasser", b"schaden"])
    assert sha256 == hashlib.sha256(b"Wasserschaden").hexdigest()
    assert size == 13
    path = files_dir / sha256[:2] / sha256
    assert path.read_bytes() == b"Wasserschaden"
    assert path.stat().st_mode & 0o777 == 0o600
    assert storage.open_blob(sha256).read() == b"Wasserschaden"


def test_equal_bytes_share_one_blob(files_dir):
    assert storage.write([b"gleich"]) == storage.write([b"gleich"])
    assert len(leftovers(files_dir)) == 1


def test_full_disk_is_refused_and_nothing_half_stays(files_dir):
    """RLIMIT_FSIZE makes the kernel itself break off the write, as a full disk or quota does."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        with pytest.raises(Refused) as refused:
            storage.write([b"x" * 40_000, b"y" * 40_000])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert str(refused.value).startswith("Der Speicher ist voll.")
    assert refused.value.__cause__.errno == errno.EFBIG
    assert leftovers(files_dir) == []
    storage.write([b"x" * 40_000, b"y" * 40_000])
    assert len(leftovers(files_dir)) == 1


@pytest.mark.skipif(not os.access("/dev/full", os.W_OK), reason="needs /dev/full")
def test_no_space_left_is_refused(files_dir, monkeypatch):
    """A device that always answers ENOSPC stands in for the new file."""
    really_open = os.open
    monkeypatch.setattr(
        storage.os,
        "open",
        lambda path, flags, *mode: really_open("/dev/full" if flags & os.O_CREAT else path, flags & ~os.O_EXCL, *mode),
    )
    with pytest.raises(Refused) as refused:
        storage.write([b"x"])
    assert refused.value.__cause__.errno == errno.ENOSPC


def test_killed_writer_leaves_no_blob(files_dir):
    script = """
        import os, pathlib, signal
        from django.conf import settings
        settings.configure(FILES_DIR=%r)
        from torhaus.files import storage
        def chunks():
            yield b"halb"
            os.kill(os.getpid(), signal.SIGKILL)
        storage.write(chunks())
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script % str(files_dir))], check=False)
    assert killed.returncode == -signal.SIGKILL
    [half] = leftovers(files_dir)
    assert half.parent.name == storage.INCOMING
    assert storage.sweep_incoming() == 0
    os.utime(half, (time.time() - 90_000,) * 2)
    assert storage.sweep_incoming() == 1
    assert leftovers(files_dir) == []
