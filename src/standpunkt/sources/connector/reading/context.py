"""What a reader gets and gives: bytes in, tables and accounts out; no network, clock or environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from standpunkt.sources.connector.declaration import SourceDeclaration
from standpunkt.sources.connector.reading.forms.parse import parse
from standpunkt.sources.connector.reading.layouts import ROW, Named
from standpunkt.sources.connector.reading.names import STATE, resolve_names
from standpunkt.sources.connector.reading.sheet import QUARANTINE_SCHEMA, Account, Sheet


@dataclass(frozen=True)
class Received:
    """A file as received."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Reading:
    """What a reader made of a snapshot; every frame carries `row_in_snapshot`."""

    tables: Mapping[str, pl.DataFrame]
    accounts: tuple[Account, ...]
    quarantine: pl.DataFrame


@dataclass
class Context:
    """One snapshot for one reader."""

    source_id: str
    declared: SourceDeclaration
    folder: Path
    known_date: date
    files: Mapping[str, tuple[Received, ...]]
    sheets: list[Sheet] = field(default_factory=list)

    def open(self, unit: str) -> Sheet | None:
        """The rows of a file, or None where the snapshot has no such file.

        Args:
            unit: Name of the declared file.

        Returns:
            A sheet whose account is added to the reading.
        """
        received = self.files.get(unit, ())
        if not received:
            return None
        file = self.declared.file_of(unit)
        frames = [
            parse(one.content, Named(self.source_id, self.declared, file, one.name)) for one in received
        ]
        frame = frames[0] if len(frames) == 1 else _joined(frames)
        sheet = Sheet(self.source_id, unit, received[0].name, frame, self.declared, self.folder)
        self.sheets.append(sheet)
        return sheet

    def states(self, texts: pl.Series) -> dict[str, str]:
        """The codes of those texts that name states.

        Args:
            texts: Names as the source has them.

        Returns:
            Code by text; what names no state is not in it.
        """
        named = resolve_names(texts.drop_nulls().unique().to_list(), self.folder)
        return {text: found.code for text, found in named.items() if found.kind == STATE and found.code}

    def reading(self, tables: Mapping[str, pl.DataFrame]) -> Reading:
        """Closes the account.

        Args:
            tables: Rows by table name.

        Returns:
            Tables, accounts and quarantined rows of all files opened.
        """
        accounts = tuple(sheet.account() for sheet in self.sheets)
        bad = [sheet.quarantined() for sheet in self.sheets]
        quarantine = pl.concat(bad) if bad else pl.DataFrame(schema=QUARANTINE_SCHEMA)
        return Reading(tables, accounts, quarantine)


def _joined(frames: list[pl.DataFrame]) -> pl.DataFrame:
    """Parts as one; row numbers go on from part to part, in the order of the files' names."""
    counted: list[pl.DataFrame] = []
    before = 0
    for frame in frames:
        last = int(frame[ROW].cast(pl.Int64).to_numpy().max()) if frame.height else 0
        counted.append(frame.with_columns(pl.col(ROW) + before))
        before += last
    return pl.concat(counted, how="diagonal_relaxed")
