"""Bytes as received, once and for all: `<data>/snapshots/<source_id>/<date>.<sha8>/` and which one counts.

A snapshot appears by one rename, complete with `snapshot.json`; `active` is a pointer file of its own.
"""

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from standpunkt.sources.connector.files import sha256_of
from standpunkt.tables.placing import drop_leftovers, sync, write_bytes
from standpunkt.vocabulary.errors.sources import DamagedSnapshotError, NoSnapshotError

RECORD = "snapshot.json"
ACTIVE = "active"
INCOMING = ".incoming"


class StoredFile(BaseModel):
    """One file of a snapshot: what it is called, what it holds, where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    unit: str
    name: str
    sha256: str
    byte_count: int
    address: str
    media_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


class Snapshot(BaseModel):
    """Content of `snapshot.json`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    snapshot_id: str
    source_id: str
    retrieved_at: datetime
    published_date: date | None = None
    origin: str
    content_key: str
    licence_text: str
    publisher: str
    issues: tuple[str, ...] = ()
    files: tuple[StoredFile, ...]

    @property
    def folder_name(self) -> str:
        """`<date>.<sha8>`."""
        return self.snapshot_id.partition("@")[2]


@dataclass(frozen=True)
class Arrived:
    """A file in `.incoming`, or (without a path) one of the active snapshot that did not change."""

    record: StoredFile
    path: Path | None
    origin: str
    side: dict[str, str]


@dataclass(frozen=True)
class Shelf:
    """The snapshots of one source."""

    data_dir: Path
    source_id: str

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.data_dir / "snapshots" / self.source_id

    @property
    def incoming(self) -> Path:
        """Where downloads grow."""
        return self.folder / INCOMING

    def tidy(self) -> None:
        """Removes what a killed fetch left, but not downloads that can go on; only while alone here."""
        drop_leftovers(self.folder)
        kept = ("*.part", "*.part.json", "*.done")
        for path in self.incoming.glob("*"):
            if path.is_dir():
                shutil.rmtree(path)
            elif not any(path.match(pattern) for pattern in kept):
                path.unlink()

    def every(self) -> tuple[Snapshot, ...]:
        """All complete snapshots, oldest first."""
        records = sorted(self.folder.glob(f"[0-9]*/{RECORD}"))
        found = [Snapshot.model_validate_json(path.read_bytes()) for path in records]
        return tuple(sorted(found, key=lambda one: one.retrieved_at))

    def active(self) -> Snapshot | None:
        """The snapshot that counts, or None."""
        pointer = self.folder / ACTIVE
        if not pointer.is_file():
            return None
        path = self.folder / pointer.read_text(encoding="utf-8").strip() / RECORD
        return Snapshot.model_validate_json(path.read_bytes()) if path.is_file() else None

    def find(self, name: str) -> Snapshot:
        """A snapshot by the name of its folder or its id.

        Args:
            name: Such as `2026-11-25.9c1e04aa`.

        Returns:
            The snapshot.

        Raises:
            NoSnapshotError: If there is none of this name.
        """
        for found in self.every():
            if name in {found.folder_name, found.snapshot_id}:
                return found
        raise NoSnapshotError(source_id=self.source_id, value=name)

    def activate(self, snapshot: Snapshot) -> None:
        """Lets this snapshot count."""
        write_bytes(self.folder / ACTIVE, snapshot.folder_name.encode())

    def path_of(self, snapshot: Snapshot, file: StoredFile) -> Path:
        """Where a file of a snapshot lies."""
        return self.folder / snapshot.folder_name / file.name

    def content_of(self, snapshot: Snapshot, file: StoredFile) -> bytes:
        """The bytes of a file, compared with their recorded hash.

        Args:
            snapshot: The snapshot.
            file: One of its files.

        Returns:
            The bytes.

        Raises:
            DamagedSnapshotError: If they changed since they were stored.
            NoSnapshotError: If they are gone.
        """
        path = self.path_of(snapshot, file)
        if not path.is_file():
            raise NoSnapshotError(source_id=self.source_id, value=f"{snapshot.folder_name}/{file.name}")
        content = path.read_bytes()
        found = hashlib.sha256(content).hexdigest()
        if found != file.sha256:
            place = f"{self.source_id}/{snapshot.folder_name}/{file.name}"
            raise DamagedSnapshotError(source_id=self.source_id, place=place, found=found, stated=file.sha256)
        return content

    def keep(self, draft: Snapshot, paths: dict[str, Path]) -> Snapshot:
        """Stores files as a snapshot; bytes that are already stored make no new one.

        Args:
            draft: Its record, with hashes.
            paths: Where each file's bytes lie now, by name; they are moved.

        Returns:
            The stored snapshot, which now counts.
        """
        for known in self.every():
            if known.content_key == draft.content_key:
                self._drop(paths)
                self.activate(known)
                return known
        part = self.incoming / f"snapshot.{os.getpid()}"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for name, path in paths.items():
            shutil.move(path, part / name)
        write_bytes(part / RECORD, draft.model_dump_json(indent=2).encode())
        for path in part.iterdir():
            path.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        sync(part)
        part.rename(self.folder / draft.folder_name)
        sync(self.folder)
        self.activate(draft)
        shutil.rmtree(self.incoming, ignore_errors=True)
        return draft

    @staticmethod
    def _drop(paths: dict[str, Path]) -> None:
        for path in paths.values():
            path.unlink(missing_ok=True)


def content_key(hashes: dict[str, str]) -> str:
    """One hash over the files of a snapshot; the file's own hash where there is one.

    Args:
        hashes: SHA-256 by file name.

    Returns:
        64 hexadecimal digits.
    """
    if len(hashes) == 1:
        return next(iter(hashes.values()))
    joined = "\n".join(f"{name} {found}" for name, found in sorted(hashes.items()))
    return hashlib.sha256(joined.encode()).hexdigest()


def describe(path: Path, unit: str, name: str, address: str) -> StoredFile:
    """The record of a file as it lies now.

    Args:
        path: Where.
        unit: Which part of the source it is.
        name: Its name in the snapshot.
        address: Where it came from.

    Returns:
        The record with hash and size.
    """
    return StoredFile(
        unit=unit, name=name, sha256=sha256_of(path), byte_count=path.stat().st_size, address=address
    )
