"""Answers questions on votes from the tables or a user's file: ideal points, similarity, forecasts."""

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from standpunkt.index.draws import stream
from standpunkt.measures.votes.forecast import COLUMNS as FORECAST_COLUMNS
from standpunkt.measures.votes.forecast import forecast
from standpunkt.measures.votes.forecasting.question import Question
from standpunkt.measures.votes.forecasting.repetition import repetitions, same_text
from standpunkt.measures.votes.positions import FIRST_YEAR, Axis, Notice, positions_of
from standpunkt.measures.votes.scaling.ballots import VoteMatrix
from standpunkt.measures.votes.similarity import similarity
from standpunkt.measures.votes.themes import NONE, known_theme, theme_of
from standpunkt.measures.votes.vote_set import cast_of, dated_roll_calls, normalised_symbol
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.tables.store import Store
from standpunkt.tables.votes_file import PARQUET, read_votes_file
from standpunkt.tables.voting.recorded import recorded_votes
from standpunkt.tables.voting.sheet import VoteCodes
from standpunkt.vocabulary.errors.votes import (
    MissingSymbolsError,
    UnknownDateError,
    UnknownRollCallError,
    YearOrderError,
)

Row = dict[str, Any]
NEAREST = 3
UNNAMED_SESSIONS = range(75, 79)
LATER = "{like} is dated {date}: only its theme is used, not its votes."
REPEATED = "{count} votes stand twice in the file; one of each was kept."
CONTRADICTED = "{count} roll calls contradict themselves and were left out: {names}."
WITHOUT_THEME = "{count} of {every} roll calls have no theme: no title, or no word that tells it."
POSITION_COLUMNS = ["iso3", "session", "year", "theta", "sd", "low", "high", "n_votes"]
SIMILARITY_COLUMNS = ["iso3", "year", "agreement", "kappa", "pi", "low", "high", "n_votes"]


@dataclass(frozen=True)
class VoteRequest:
    """Which votes: for a study's sides, from a data folder or a file, of a theme, of some years."""

    study_id: str = "russia_ukraine"
    data_dir: Path | None = None
    file: Path | None = None
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


@dataclass(frozen=True)
class _Votes:
    """Roll calls with themes, and the votes in a byte each."""

    roll_calls: pl.DataFrame
    matrix: VoteMatrix
    warnings: tuple[Notice, ...]

    @property
    def cast(self) -> pl.DataFrame:
        """One row per vote, made when asked for: a million rows are not kept."""
        return cast_of(self.matrix)


def ideal_points(request: VoteRequest) -> VoteAnswer:
    """Ideal points by state and session; `year` is the one in whose autumn the session opens.

    Args:
        request: Which votes; years select by session.

    Returns:
        The columns of the command, with `has_details` also n_absent and is_partial.
    """
    study, votes = load_study(request.study_id), _read(request)
    first, last = _years(request)
    opened = votes.matrix.sessions + FIRST_YEAR
    chosen = votes.matrix.of((opened >= first) & (opened <= last))
    found = positions_of(chosen, axis_of(study), stream(study.run.seed, "votes", "positions"))
    frame = found.frame if request.has_details else found.frame.select(POSITION_COLUMNS)
    newest = chosen.days.max().astype(object) if len(chosen.days) else None
    return VoteAnswer(frame, (*votes.warnings, *found.warnings), newest)


def similarities(request: VoteRequest, states: frozenset[str]) -> VoteAnswer:
    """Similarity of every state's votes to a state or camp, by calendar year of the vote.

    Args:
        request: Which votes.
        states: The state, or the members of a camp.

    Returns:
        The columns of the command, with `has_details` all of `similarity`.
    """
    study, votes = load_study(request.study_id), _read(request)
    cast = votes.cast.filter(_between(pl.col("date").dt.year(), request) & (pl.col("code") > 0))
    found = similarity(cast, states, stream(study.run.seed, "votes", "similarity", *sorted(states)))
    frame = found if request.has_details else found.select(SIMILARITY_COLUMNS)
    return VoteAnswer(frame, votes.warnings, _newest(cast))


def forecasts(request: VoteRequest, like: str, as_of: str) -> VoteAnswer:
    """How a resolution like a named one would be voted on a day, from votes dated up to that day.

    Args:
        request: Which votes.
        like: Symbol of a resolution; if it is dated later, it gives its theme only.
        as_of: The day, year-month-day.

    Returns:
        iso3, p_yes, p_abstain, p_no, p_absent, persistence.

    Raises:
        UnknownDateError: If the day cannot be read.
    """
    try:
        day = date.fromisoformat(as_of)
    except ValueError:
        raise UnknownDateError(value=as_of) from None
    study, votes = load_study(request.study_id), _read(request)
    named = _find(votes.roll_calls, like)
    known = votes.cast.filter(pl.col("known_date") <= day)
    similar = _similar(votes.roll_calls, study, named)
    is_known = known.filter(pl.col("roll_call_id") == named["roll_call_id"]).height > 0
    same = same_text(votes.roll_calls, named["roll_call_id"])
    question = Question(named["roll_call_id"] if is_known else None, similar, day, same)
    sessions = known.group_by("roll_call_id").agg(pl.col("session").first())
    numbered = votes.roll_calls.drop("session").join(sessions, on="roll_call_id")
    frame = forecast(known, question, repetitions(numbered))
    frame = frame if request.has_details else frame.select(FORECAST_COLUMNS)
    later: list[Notice] = [] if is_known else [(LATER, {"like": like, "date": named["date"]})]
    return VoteAnswer(frame, (*votes.warnings, *later), _newest(known))


def axis_of(study: Study) -> Axis:
    """The two ends of the general line: the power, and the members of the opponent's camp.

    Args:
        study: The study.

    Returns:
        The axis; the camp, not the opponent itself, which voted with the power until 1991.
    """
    return Axis(frozenset(study.poles.power.states), study.camp_members("opponent", study.period.to))


def write_frame(frame: pl.DataFrame, path: Path) -> None:
    """Writes a frame as Parquet or CSV, by the ending; whole or not at all.

    Args:
        frame: What to write.
        path: Where to.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".part")
    if path.suffix == PARQUET:
        frame.write_parquet(unfinished)
    else:
        frame.write_csv(unfinished)
    unfinished.replace(path)


def _read(request: VoteRequest) -> _Votes:
    first, last = request.first_year, request.last_year
    if first is not None and last is not None and first > last:
        raise YearOrderError(first=first, last=last)
    roll_calls, votes, warnings = _tables(request)
    roll_calls = roll_calls.with_columns(theme_of(pl.col("title_text"))).sort("date", "roll_call_id")
    matrix = VoteMatrix.of_codes(votes, dated_roll_calls(roll_calls))
    if request.theme is not None:
        wanted = roll_calls.filter(pl.col("theme_code") == known_theme(request.theme))
        matrix = matrix.of(np.isin(matrix.roll_calls, wanted["roll_call_id"].to_list()))
        none = roll_calls.filter(pl.col("theme_code") == NONE).height
        if none:
            warnings.append((WITHOUT_THEME, {"count": none, "every": roll_calls.height}))
    return _Votes(roll_calls, matrix, tuple(warnings))


def _tables(request: VoteRequest) -> tuple[pl.DataFrame, VoteCodes, list[Notice]]:
    """Roll calls and votes, from the store or from the user's file, and what the file was like."""
    if request.file is None:
        roll_calls = Store(request.data_dir).read("roll_call_resolution")
        return roll_calls, recorded_votes(request.data_dir), []
    found = read_votes_file(request.file)
    symbol = pl.col("roll_call_id").alias("symbol_code")
    roll_calls = found.roll_calls.with_columns(symbol, pl.lit(None, pl.String).alias("title_text"))
    warnings: list[Notice] = []
    if found.repeated:
        warnings.append((REPEATED, {"count": found.repeated}))
    if found.contradicted:
        names = ", ".join(found.contradicted[:NEAREST])
        warnings.append((CONTRADICTED, {"count": len(found.contradicted), "names": names}))
    return roll_calls, found.votes, warnings


def _years(request: VoteRequest) -> tuple[int, int]:
    first = request.first_year if request.first_year is not None else 0
    return first, request.last_year if request.last_year is not None else 9999


def _between(year: pl.Expr, request: VoteRequest) -> pl.Expr:
    return year.is_between(*_years(request))


def _newest(cast: pl.DataFrame) -> date | None:
    newest = cast["date"].max()
    return newest if isinstance(newest, date) else None


def _find(roll_calls: pl.DataFrame, symbol: str) -> Row:
    """The roll call of a symbol; of several the adopted text's last one."""
    wanted = normalised_symbol(symbol)
    symbols = {
        normalised_symbol(text): at for at, text in enumerate(roll_calls["symbol_code"]) if text is not None
    }
    if wanted in symbols:
        return roll_calls.row(symbols[wanted], named=True)
    parts = wanted.split("/")
    if len(parts) > NEAREST - 1 and parts[2].isdigit() and int(parts[2]) in UNNAMED_SESSIONS:
        raise MissingSymbolsError(value=symbol)
    nearest = get_close_matches(wanted, symbols, n=NEAREST, cutoff=0)
    raise UnknownRollCallError(value=symbol, nearest=", ".join(nearest))


def _similar(roll_calls: pl.DataFrame, study: Study, named: Row) -> tuple[str, ...]:
    """Roll calls of the same theme; for one of the conflict, those that the study declares as well."""
    conflict = {normalised_symbol(symbol) for symbol in study.roll_calls.conflict}
    symbol = pl.col("symbol_code").map_elements(normalised_symbol, return_dtype=pl.String)
    is_conflict = symbol.is_in(sorted(conflict)) | (pl.col("theme_code") == "ukraine")
    if normalised_symbol(named["symbol_code"]) in conflict:
        chosen = is_conflict
    elif named["theme_code"] == NONE:
        chosen = pl.col("roll_call_id") == named["roll_call_id"]
    else:
        chosen = pl.col("theme_code") == named["theme_code"]
    return tuple(roll_calls.filter(chosen)["roll_call_id"])
