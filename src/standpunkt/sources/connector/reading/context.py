"""What a reader gets and gives: bytes in, tables and accounts out; no network, clock or environment."""

from collections.abc import Iterable, Iterator, Mapping
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
        """The rows of a file, all parts as one, or None where the snapshot has no such file.

        Args:
            unit: Name of the declared file.

        Returns:
            A sheet whose account is added to the reading.
        """
        received = self.files.get(unit, ())
        if not received:
            return None
        return self._sheet(unit, received[0].name, self._frames(unit))

    def parts(self, unit: str) -> Iterator[Sheet]:
        """The parts of a file one after the other, for files that are too large to hold at once.

        The reader reduces a part to what it needs before it asks for the next one.

        Args:
            unit: Name of the declared file.

        Yields:
            A sheet per part; their accounts become one.
        """
        names = (one.name for one in self.files.get(unit, ()))
        for name, frame in zip(names, self._frames(unit), strict=True):
            yield self._sheet(unit, name, [frame])

    def _frames(self, unit: str) -> Iterator[pl.DataFrame]:
        """The parts; row numbers go on from part to part, in the order of the snapshot."""
        file = self.declared.file_of(unit)
        before = 0
        for one in self.files.get(unit, ()):
            frame = parse(one.content, Named(self.source_id, self.declared, file, one.name))
            last = before + (int(frame[ROW].cast(pl.Int64).to_numpy().max()) if frame.height else 0)
            yield frame.with_columns(pl.col(ROW) + before)
            before = last

    def _sheet(self, unit: str, name: str, frames: Iterable[pl.DataFrame]) -> Sheet:
        parts = list(frames)
        frame = parts[0] if len(parts) == 1 else pl.concat(parts, how="diagonal_relaxed")
        sheet = Sheet(self.source_id, unit, name, frame, self.declared, self.folder)
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
        accounts: dict[str, Account] = {}
        for account in (sheet.account() for sheet in self.sheets):
            before = accounts.get(account.unit)
            accounts[account.unit] = before.plus(account) if before else account
        bad = [sheet.quarantined() for sheet in self.sheets]
        quarantine = pl.concat(bad) if bad else pl.DataFrame(schema=QUARANTINE_SCHEMA)
        return Reading(tables, tuple(accounts.values()), quarantine)
