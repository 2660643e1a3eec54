"""Which votes a question is about, and what an answer carries."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.measures.votes.positions import Notice
from standpunkt.measures.votes.scaling.ballots import VoteMatrix

STUDY = "russia_ukraine"
PARQUET = ".parquet"
Row = dict[str, Any]


@dataclass(frozen=True)
class VoteRequest:
    """Which votes: for a study's sides, from a data folder or a file, of a vote set, a theme, some years.

    `roll_calls` declares a vote set: the path of a list, or a pattern of symbols such as `A/RES/ES-11/*`.
    """

    study_id: str = STUDY
    data_dir: Path | None = None
    file: Path | None = None
    roll_calls: str | None = None
    theme: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    has_details: bool = False


@dataclass(frozen=True)
class VoteAnswer:
    """Rows for the user and what must be known of them; `data_date` is the day of the newest vote used."""

    frame: pl.DataFrame
    warnings: tuple[Notice, ...]
    data_date: date | None

    def rows(self) -> list[Row]:
        """The rows as plain records, days as text."""
        return self.frame.with_columns(pl.selectors.date().cast(pl.String)).to_dicts()

    def write(self, path: Path) -> None:
        """Writes the rows as Parquet or CSV, by the ending; whole or not at all.

        Args:
            path: Where to.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".part")
        if path.suffix == PARQUET:
            self.frame.write_parquet(unfinished)
        else:
            self.frame.write_csv(unfinished)
        unfinished.replace(path)


def newest(votes: pl.DataFrame | VoteMatrix) -> date | None:
    """The day of the newest vote.

    Args:
        votes: Rows with `date`, or a matrix.

    Returns:
        The day, or None without votes.
    """
    if isinstance(votes, VoteMatrix):
        return votes.days.max().astype(object) if len(votes.days) else None
    found = votes["date"].max()
    return found if isinstance(found, date) else None
