"""The archive: a tar of table files, stored files and a manifest that comes last and knows the hash of everything."""

import hashlib
import io
import json
import pathlib
import tarfile
from typing import IO, Any

import click

FORMAT = 1
MANIFEST = "manifest.json"


def hash_of(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


class Damaged(click.ClickException):
    """The file is no backup of Torhaus, or not a whole one."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This backup cannot be used: {reason}. Nothing was changed.")


class Writer:
    """Adds members and remembers their hashes; `close` writes the manifest."""

    def __init__(self, path: pathlib.Path) -> None:
        self.tar = tarfile.open(path, "w")  # noqa: SIM115 - closed by close()
        self.members: dict[str, str] = {}

    def add(self, name: str, path: pathlib.Path) -> str:
        """Put a file in; its hash."""
        with path.open("rb") as file:
            digest = hash_of(file)
        info = tarfile.TarInfo(name)
        info.size, info.mode = path.stat().st_size, 0o600
        with path.open("rb") as file:
            self.tar.addfile(info, file)
        self.members[name] = digest
        return digest

    def close(self, manifest: dict[str, Any]) -> None:
        content = _sealed(manifest | {"format": FORMAT, "application": "torhaus", "members": self.members})
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(content), 0o600
        self.tar.addfile(info, io.BytesIO(content))
        self.tar.close()


def check(path: pathlib.Path) -> dict[str, Any]:
    """Read the whole archive and compare every byte with the manifest; the manifest, or Damaged."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] | None = None
    try:
        with tarfile.open(path, "r:") as tar:
            for info in tar:
                member = tar.extractfile(info)
                if member is None:
                    raise Damaged(f"{info.name} is not a file")
                if info.name == MANIFEST:
                    manifest = _opened(member.read())
                else:
                    found[info.name] = hash_of(member)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise Damaged(f"it cannot be read ({error})") from error
    if manifest is None:
        raise Damaged("its manifest is missing; the file is cut off or something else")
    if found != manifest["members"]:
        wrong = [name for name in manifest["members"] if found.get(name) != manifest["members"][name]]
        raise Damaged(
            f"{len(wrong) or 'some'} parts differ from its manifest, among them {(wrong or ['unknown files'])[0]}"
        )
    return manifest


def open_member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise Damaged(f"{name} is missing")
    return member


def _sealed(manifest: dict[str, Any]) -> bytes:
    return json.dumps(manifest | {"seal": _seal(manifest)}, ensure_ascii=False, indent=1).encode()


def _opened(content: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(content)
        seal = manifest.pop("seal")
    except (ValueError, KeyError, AttributeError) as error:
        raise Damaged("its manifest cannot be read") from error
    if seal != _seal(manifest):
        raise Damaged("its manifest was changed")
    if manifest.get("application") != "torhaus":
        raise Damaged("it is of another program")
    if manifest.get("format") != FORMAT:
        raise Damaged(f"its format {manifest.get('format')} is unknown to this version")
    return dict(manifest)


def _seal(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
