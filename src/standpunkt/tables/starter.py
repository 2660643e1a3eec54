"""Loads the facts of the wheel: `starter/<table>.csv`, declared by `starter/starter.yml`.

Empty provenance cells take the defaults that `starter.yml` gives for the table, so that 2,500 rows of one
publication do not repeat its address; a row may always say it differently.
"""

import difflib
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict

from standpunkt.tables.coverage import COVERAGE, Coverage, coverage_rows
from standpunkt.tables.memberships import MEMBERSHIPS, read_memberships
from standpunkt.tables.registry import FACT_TABLES, key_columns, schema_of
from standpunkt.tables.rows import LINE, parse_rows, type_rows
from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.errors.tables import TableSourceError, TableUnreadableError
from standpunkt.vocabulary.provenance import Source, Verification

STARTER_FOLDER = Path(__file__).resolve().parent.parent / "starter"
REGISTER = "starter.yml"


class Defaults(BaseModel):
    """What an empty provenance cell of a table means."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source_id: str | None = None
    address: str | None = None
    consulted_date: date | None = None
    known_from_date: date | None = None
    verification: Verification | None = None
    quality: str | None = None


class StarterRegister(BaseModel):
    """Content of `starter.yml`: version of the starter, its sources and defaults per table."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: str
    data_date: date
    sources: tuple[Source, ...]
    tables: dict[str, Defaults] = {}
    coverage: tuple[Coverage, ...] = ()

    def source(self, source_id: str) -> Source | None:
        """The source with this id, or None."""
        return next((source for source in self.sources if source.source_id == source_id), None)


@lru_cache(maxsize=8)
def starter_register(folder: Path = STARTER_FOLDER) -> StarterRegister:
    """Reads `starter.yml`.

    Args:
        folder: Where the starter lies.

    Returns:
        The validated register.

    Raises:
        TableUnreadableError: If the file is missing.
    """
    path = folder / REGISTER
    if not path.is_file():
        raise TableUnreadableError(file=REGISTER, problem="the file is missing")
    return validate_declaration(StarterRegister, read_declaration(path))


def starter_tables(folder: Path = STARTER_FOLDER) -> tuple[str, ...]:
    """Names of the tables that the starter holds as CSV, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.csv") if path.stem in FACT_TABLES))


@lru_cache(maxsize=64)
def read_starter(table: str, folder: Path = STARTER_FOLDER) -> pl.DataFrame:
    """The starter's rows of a table, every version of each; the first row that breaks a rule is refused.

    Args:
        table: Name of a fact table.
        folder: Where the starter lies.

    Returns:
        Columns of the schema, sorted by `row_key` and `known_from_date`; no rows where the starter has none.
    """
    if table == MEMBERSHIPS:
        return read_memberships()
    if table == COVERAGE:
        register = starter_register(folder)
        return coverage_rows(register.coverage, register.data_date, REGISTER)
    path = folder / f"{table}.csv"
    if not path.is_file():
        return schema_of(table).create_empty()
    return read_rows(path.read_bytes(), path.name, table, starter_register(folder)).drop(LINE)


def read_rows(content: bytes, file: str, table: str, register: StarterRegister) -> pl.DataFrame:
    """Reads and checks one fact table against its schema and the register of sources.

    Args:
        content: Bytes of the CSV.
        file: The name used in messages.
        table: Name of the table.
        register: The declared sources and defaults.

    Returns:
        Columns of the schema and `line`.
    """
    rows = parse_rows(content, file, table)
    defaults = register.tables.get(table, Defaults()).model_dump(exclude_none=True, mode="json")
    rows = rows.with_columns(
        pl.col(name).fill_null(pl.lit(value)) for name, value in defaults.items() if name in rows.columns
    )
    typed = type_rows(rows, file, table)
    _refuse_unknown_sources(typed, file, register)
    return typed


def _refuse_unknown_sources(typed: pl.DataFrame, file: str, register: StarterRegister) -> None:
    known = [source.source_id for source in register.sources]
    bad = typed.filter(~pl.col("source_id").is_in(known)).sort(LINE)
    if bad.height:
        value = bad["source_id"][0]
        nearest = difflib.get_close_matches(value, known, n=1, cutoff=0) or [""]
        raise TableSourceError(
            file=file, line=bad[LINE][0], value=value, register=REGISTER, nearest=nearest[0]
        )


def as_known(rows: pl.DataFrame, table: str, as_known_at: date | None) -> pl.DataFrame:
    """The newest version of each row among those known by a date.

    Args:
        rows: All versions, sorted by `row_key` and `known_from_date`.
        table: Name of the table.
        as_known_at: The date; None takes everything.

    Returns:
        One row per `row_key`, sorted by it.
    """
    if as_known_at is not None:
        rows = rows.filter(pl.col("known_from_date") <= as_known_at)
    return rows.unique("row_key", keep="last", maintain_order=True).sort(key_columns(table))
