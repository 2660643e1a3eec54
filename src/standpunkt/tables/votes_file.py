"""Reads a user's own file of votes (CSV or Parquet), by pieces, into a sheet of votes and its roll calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from standpunkt.tables.voting.sessions import SPECIAL, regular_session
from standpunkt.tables.voting.sheet import CODES, Sheet, VoteCodes
from standpunkt.vocabulary.errors.votes import VoteColumnError, VoteFileError, VoteValueError

COLUMNS = ("roll_call_id", "date", "session", "iso3", "vote")
LETTERS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
PARQUET = ".parquet"
PIECE = 100_000


@dataclass(frozen=True)
class VotesFile:
    """Votes of a file and what was noticed.

    `roll_calls` has roll_call_id, date, session; `repeated` counts votes given twice alike, `contradicted`
    names roll calls left out because a state stands there with two different votes.
    """

    roll_calls: pl.DataFrame
    votes: VoteCodes
    repeated: int
    contradicted: tuple[str, ...]


def read_votes_file(path: Path) -> VotesFile:
    """Reads and checks a file of votes.

    Args:
        path: CSV, or Parquet by its ending.

    Returns:
        The votes, one per state and roll call; of a roll call's days and sessions the first ones.

    Raises:
        VoteFileError: If the file is missing or is no table; a column that is absent and a value that is none
            are refused by name and row.
    """
    try:
        return _read(path)
    except (OSError, pl.exceptions.PolarsError) as problem:
        raise VoteFileError(file=path, problem=str(problem).split("\n", maxsplit=1)[0]) from problem


def _read(path: Path) -> VotesFile:
    lazy = pl.scan_parquet(path) if path.suffix == PARQUET else pl.scan_csv(path, infer_schema=False)
    names = lazy.collect_schema().names()
    for column in COLUMNS:
        if column not in names:
            raise VoteColumnError(file=path, column=column, columns=", ".join(COLUMNS))
    text = lazy.select(pl.col(column).cast(pl.String).str.strip_chars() for column in COLUMNS)
    sheet, repeated, against = Sheet(), 0, set[int]()
    calls: list[pl.DataFrame] = []
    for piece in _checked(path, text):
        letters = piece["vote"].replace_strict(
            {letter: CODES[vote] for letter, vote in LETTERS.items()}, return_dtype=pl.Int8
        )
        clashes = sheet.add(
            piece["roll_call_id"], piece["iso3"], np.asarray(letters.to_numpy(), dtype=np.int8)
        )
        repeated += sum(clash.is_same for clash in clashes)
        against.update(clash.roll_call for clash in clashes if not clash.is_same)
        calls.append(piece.unique("roll_call_id", keep="first").select("roll_call_id", "date", "session"))
    return _without(sheet.done(), pl.concat(calls), repeated, against)


def _without(votes: VoteCodes, calls: pl.DataFrame, repeated: int, against: set[int]) -> VotesFile:
    """Leaves out roll calls that contradict themselves."""
    kept = np.ones(len(votes.roll_calls), dtype=bool)
    kept[sorted(against)] = False
    names = tuple(name for name, is_kept in zip(votes.roll_calls, kept, strict=True) if is_kept)
    calls = calls.unique("roll_call_id", keep="first", maintain_order=True)
    return VotesFile(
        calls.filter(pl.col("roll_call_id").is_in(names)).sort("roll_call_id"),
        VoteCodes(names, votes.states, votes.codes[kept]),
        repeated,
        tuple(sorted(votes.roll_calls[at] for at in against)),
    )


def _checked(path: Path, text: pl.LazyFrame) -> Iterator[pl.DataFrame]:
    """The file by pieces, days and sessions typed; stops at the first row that breaks a rule."""
    session = pl.col("session").fill_null("")
    whole = session.cast(pl.Int32, strict=False).is_not_null()
    is_session = whole | session.str.contains(SPECIAL) | (session == "")
    day = pl.col("date").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    conditions = {
        "roll_call_id": (pl.col("roll_call_id") != "", "A roll call has a name."),
        "iso3": (pl.col("iso3").str.contains(r"^[A-Z]{3}$"), "A state has an ISO code of three letters."),
        "vote": (pl.col("vote").is_in(list(LETTERS)), "A vote is one of Y, A, N, X."),
        "session": (is_session, "A session is a whole number, or special as in 11emsp; it may be empty."),
        "date": (day.is_not_null(), "A date is written year-month-day."),
    }
    numbered = regular_session(session, day)
    first = 2
    pieces = text.collect_batches(chunk_size=PIECE, maintain_order=True)
    yield text.clear().collect().with_columns(day.alias("date"), numbered.alias("session"))
    for piece in pieces:
        for column, condition in conditions.items():
            _refuse(path, piece, first, (column, *condition))
        first += piece.height
        yield piece.with_columns(day.alias("date"), numbered.alias("session"))


def _refuse(path: Path, rows: pl.DataFrame, first: int, rule: tuple[str, pl.Expr, str]) -> None:
    """Stops at the first row in which a condition does not hold; the header is row 1."""
    column, holds, promise = rule
    bad = rows.with_row_index("line", offset=first).filter(~holds.fill_null(value=False))
    if bad.height:
        line, value = bad["line"][0], bad[column][0]
        raise VoteValueError(file=path, line=line, column=column, value=value, promise=promise)
