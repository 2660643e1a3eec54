"""Looks through the starter for what breaks a promise or deserves a second look; changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from standpunkt.tables.coverage import COVERAGE
from standpunkt.tables.memberships import MEMBERSHIPS
from standpunkt.tables.starter import STARTER_FOLDER, as_known, read_starter, starter_register, starter_tables

VOTES = ("yes", "no", "abstain", "absent")
DOUBTFUL = ("unverified", "reconstructed")
MEMBERS = 193
BUDGET_BYTES = 1_500_000
Severity = Literal["stop", "warn", "note"]


@dataclass(frozen=True)
class Issue:
    """Something to look at: `stop` breaks a promise, `note` is a fact that still has to be verified."""

    severity: Severity
    rule_code: str
    place_text: str
    value_text: str


def check_starter(folder: Path = STARTER_FOLDER) -> tuple[Issue, ...]:
    """Checks the starter across its tables; a malformed row raises before anything is listed.

    Args:
        folder: Where the starter lies.

    Returns:
        Issues: what breaks a promise first, then what is unverified.
    """
    found = [*_tallies(folder), *_sources(folder), *_size(folder), *_doubtful(folder)]
    return tuple(sorted(found, key=lambda issue: ("stop", "warn", "note").index(issue.severity)))


def _frames(folder: Path) -> Iterator[tuple[str, pl.DataFrame]]:
    for table in (*starter_tables(folder), MEMBERSHIPS, COVERAGE):
        yield table, as_known(read_starter(table, folder), table, None)


def _tallies(folder: Path) -> Iterator[Issue]:
    votes = read_starter("state_roll_call_vote", folder)
    counted = votes.group_by("roll_call_id").agg(
        *((pl.col("vote") == vote).sum().cast(pl.Int64).alias(f"{vote}_counted") for vote in VOTES),
        pl.len().alias("states"),
    )
    calls = read_starter("roll_call_resolution", folder).join(
        counted, on="roll_call_id", how="full", coalesce=True
    )
    for row in calls.sort("roll_call_id").iter_rows(named=True):
        published = [row[f"{vote}_count"] for vote in VOTES]
        found = [row[f"{vote}_counted"] for vote in VOTES]
        if published != found or row["states"] != MEMBERS:
            yield Issue("stop", "tally", row["roll_call_id"], f"published {published}, counted {found}")


def _sources(folder: Path) -> Iterator[Issue]:
    used = {source for _table, frame in _frames(folder) for source in frame["source_id"].unique()}
    known = {source.source_id for source in starter_register(folder).sources}
    for source in sorted(used - known):
        yield Issue("stop", "unknown_source", "starter.yml", source)
    for source in sorted(known - used):
        yield Issue("warn", "unused_source", "starter.yml", source)


def _size(folder: Path) -> Iterator[Issue]:
    size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file())
    if size > BUDGET_BYTES:
        yield Issue("warn", "size", "starter", f"{size} bytes, more than {BUDGET_BYTES}")


def _doubtful(folder: Path) -> Iterator[Issue]:
    for table, frame in _frames(folder):
        doubtful = frame.filter(pl.col("verification").is_in(DOUBTFUL))
        if table == COVERAGE:  # one declaration made all rows of a spell
            doubtful = doubtful.unique(["table_name", "from_date"], keep="first", maintain_order=True)
        for row in doubtful.iter_rows(named=True):
            yield Issue("note", row["verification"], f"{table}: {row['row_key']}", row["note"] or "")
