"""A built version: a folder of Parquet tables, a manifest and the study file they answer.

A version is complete or absent: it is written beside its place and renamed. Its id is made of its inputs, so
a version of that id that already lies there is kept as it is.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, ValidationError

from standpunkt.tables.placing import drop_leftovers, part_of, put_in_place
from standpunkt.vocabulary.errors.versions import (
    NoVersionError,
    UnknownVersionError,
    VersionDamagedError,
    VersionTableError,
)
from standpunkt.vocabulary.provenance import Source

VERSIONS = "versions"
CURRENT = "current"
MANIFEST = "manifest.json"


class Manifest(BaseModel):
    """What a version was made of.

    `weight_years` gives the year of population and GDP by month (ISO date); `snapshots` the files that a
    fetched source gave; `tables` the rows of each fact table by source, `starter:<source>` from the package.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    version_id: str
    study_id: str
    profile: str | None = None
    data_date: date
    software_version: str
    seed: int
    draws: int = 0
    sources: tuple[Source, ...]
    snapshots: dict[str, str] = {}
    tables: dict[str, dict[str, int]] = {}
    weight_years: dict[str, int] = {}
    input_hashes: dict[str, str] = {}


@dataclass(frozen=True)
class VersionFolder:
    """Reads one version."""

    path: Path

    @property
    def study_id(self) -> str:
        """Id of the study that the version belongs to."""
        return self.path.parent.name

    def tables(self) -> tuple[str, ...]:
        """Names of the tables that the version holds, sorted."""
        return tuple(sorted(path.stem for path in self.path.glob("*.parquet")))

    def scan(self, table: str) -> pl.LazyFrame:
        """A table of the version, not yet read.

        Args:
            table: Name of a result table, or `fact`.

        Returns:
            A lazy frame; a filter on it reads only the rows that fit.

        Raises:
            VersionTableError: If the version holds no such table.
        """
        path = self.path / f"{table}.parquet"
        if not path.is_file():
            raise VersionTableError(version=self.path.name, table=table, known=", ".join(self.tables()))
        return pl.scan_parquet(path)

    def read(self, table: str) -> pl.DataFrame:
        """A whole table of the version; see `scan`."""
        return self.scan(table).collect()

    def manifest(self) -> Manifest:
        """What the version was made of.

        Returns:
            The validated manifest.

        Raises:
            VersionDamagedError: If it is missing or does not fit.
        """
        path = self.path / MANIFEST
        try:
            return Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError) as error:
            problem = "is missing" if isinstance(error, OSError) else "cannot be read"
            raise VersionDamagedError(version=self.path.name, file=MANIFEST, problem=problem) from error

    @property
    def study_file(self) -> Path:
        """The study file that the version answers; it keeps its name, which is the id of the study."""
        return self.path / f"{self.study_id}.yml"


def version_ids(data_dir: Path, study_id: str) -> tuple[str, ...]:
    """Ids of the built versions of a study, sorted, so the newest data date comes last."""
    folder = data_dir / VERSIONS / study_id
    return tuple(
        sorted(path.parent.name for path in folder.glob(f"*/{MANIFEST}") if ".part" not in str(path))
    )


def has_version(data_dir: Path, study_id: str) -> bool:
    """Whether a study has a current version in the data folder."""
    return (data_dir / VERSIONS / study_id / CURRENT).is_file() and bool(version_ids(data_dir, study_id))


def find_version(data_dir: Path, study_id: str, version: str | None = None) -> VersionFolder:
    """Finds a version of a study, by default the current one.

    Args:
        data_dir: The data folder.
        study_id: Id of the study.
        version: Id of the version; None takes the current one.

    Returns:
        The folder.

    Raises:
        NoVersionError: If the study was never built.
        UnknownVersionError: If it has other versions only.
    """
    folder = data_dir / VERSIONS / study_id
    known = version_ids(data_dir, study_id)
    pointer = folder / CURRENT
    if not known or (version is None and not pointer.is_file()):
        raise NoVersionError(study=study_id, folder=data_dir)
    wanted = version or pointer.read_text(encoding="utf-8").strip()
    if wanted not in known:
        raise UnknownVersionError(study=study_id, version=wanted, known=", ".join(known))
    return VersionFolder(folder / wanted)


def write_version(
    data_dir: Path,
    manifest: Manifest,
    frames: Mapping[str, pl.DataFrame],
    study_text: str,
    *,
    makes_current: bool = True,
) -> VersionFolder:
    """Writes a version and makes it the current one; an interrupted write leaves no version behind.

    Args:
        data_dir: The data folder.
        manifest: What the version was made of; names study and version.
        frames: Tables by name, `fact` included.
        study_text: Text of the study file, with its profile still as an overlay.
        makes_current: Whether readers who name no version get this one from now on.

    Returns:
        The folder, complete.
    """
    folder = data_dir / VERSIONS / manifest.study_id
    target = folder / manifest.version_id
    if not (target / MANIFEST).is_file():
        drop_leftovers(folder)
        part = part_of(target)
        part.mkdir(parents=True)
        for name, frame in sorted(frames.items()):
            frame.write_parquet(part / f"{name}.parquet", compression="zstd", statistics=True)
        (part / f"{manifest.study_id}.yml").write_text(study_text, encoding="utf-8", newline="\n")
        (part / MANIFEST).write_text(_json(manifest), encoding="utf-8", newline="\n")
        put_in_place(part, target, is_whole=(target / MANIFEST).is_file)
    if makes_current:
        point_to(folder, manifest.version_id)
    return VersionFolder(target)


def point_to(folder: Path, version_id: str) -> None:
    """Makes a version the current one, in one step.

    Args:
        folder: The folder of the study's versions.
        version_id: Id of a version in it.
    """
    part = part_of(folder / CURRENT)
    part.write_text(version_id + "\n", encoding="utf-8", newline="\n")
    part.replace(folder / CURRENT)


def _json(manifest: Manifest) -> str:
    content = manifest.model_dump(mode="json")
    return json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
