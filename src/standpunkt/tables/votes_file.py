"""Reads a user's own file of votes (CSV or Parquet) into the columns of the vote tables."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from standpunkt.vocabulary.errors.votes import VoteColumnError, VoteValueError

COLUMNS = ("roll_call_id", "date", "session", "iso3", "vote")
CODES = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
PARQUET = ".parquet"
KEY = ["roll_call_id", "iso3"]


@dataclass(frozen=True)
class VotesFile:
    """Votes of a file: roll_call_id, date, session, iso3, vote (yes, no, abstain, absent); what was noticed.

    `repeated` counts votes given twice alike, `contradicted` names roll calls left out because a state stands
    there with two different votes.
    """

    votes: pl.DataFrame
    repeated: int
    contradicted: tuple[str, ...]


def read_votes_file(path: Path) -> VotesFile:
    """Reads and checks a file of votes.

    Args:
        path: CSV, or Parquet by its ending.

    Returns:
        The votes, one per state and roll call.

    Raises:
        VoteColumnError: If a column is absent; a value that is none is refused with its row.
    """
    raw = pl.read_parquet(path) if path.suffix == PARQUET else pl.read_csv(path, infer_schema=False)
    for column in COLUMNS:
        if column not in raw.columns:
            raise VoteColumnError(file=path, column=column, columns=", ".join(COLUMNS))
    text = raw.select(pl.col(column).cast(pl.String).str.strip_chars() for column in COLUMNS)
    whole = pl.col("session").cast(pl.Int32, strict=False)
    day = pl.col("date").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    conditions = {
        "iso3": (pl.col("iso3").str.contains(r"^[A-Z]{3}$"), "A state has an ISO code of three letters."),
        "vote": (pl.col("vote").is_in(list(CODES)), "A vote is one of Y, A, N, X."),
        "session": (whole.is_not_null(), "A session is a whole number."),
        "date": (day.is_not_null(), "A date is written year-month-day."),
    }
    for column, condition in conditions.items():
        _refuse(path, text, column, condition)
    votes = text.with_columns(day.alias("date"), whole.alias("session"), pl.col("vote").replace_strict(CODES))
    distinct = votes.unique([*KEY, "vote"]).sort(KEY)
    twice = distinct.filter(pl.len().over(KEY) > 1)["roll_call_id"].unique().sort()
    return VotesFile(
        distinct.filter(~pl.col("roll_call_id").is_in(twice.to_list())),
        votes.height - distinct.height,
        tuple(twice),
    )


def _refuse(path: Path, rows: pl.DataFrame, column: str, condition: tuple[pl.Expr, str]) -> None:
    """Stops at the first row in which a condition does not hold; the header is row 1."""
    holds, promise = condition
    bad = rows.with_row_index("line", offset=2).filter(~holds.fill_null(value=False))
    if bad.height:
        line, value = bad["line"][0], bad[column][0]
        raise VoteValueError(file=path, line=line, column=column, value=value, promise=promise)
