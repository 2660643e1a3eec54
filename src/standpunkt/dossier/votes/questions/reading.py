"""Reads the votes a question is about: tables or a file, theme, declared vote set, years."""

from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path

import numpy as np
import polars as pl

from standpunkt.dossier.votes.questions.request import Row, VoteRequest
from standpunkt.measures.votes.positions import FIRST_YEAR, Notice
from standpunkt.measures.votes.scaling.ballots import VoteMatrix
from standpunkt.measures.votes.themes import NONE, known_theme, themed
from standpunkt.measures.votes.vote_set import cast_of, dated_roll_calls, normalised_symbol
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.tables.store import Store
from standpunkt.tables.votes_file import read_votes_file
from standpunkt.tables.voting.listed import read_roll_call_list
from standpunkt.tables.voting.recorded import recorded_votes
from standpunkt.tables.voting.sheet import VoteCodes
from standpunkt.vocabulary.errors.votes import (
    MissingSymbolsError,
    NoVotesError,
    UnknownRollCallError,
    YearOrderError,
)
from standpunkt.vocabulary.states import every_state

NEAREST = 3
THEME_TABLE, OWN_SERIES = "roll_call_theme", "roll_calls"
"""Themes of sources by record; those of this series carry the ids of roll calls."""
UNIX_YEAR = 1970
UNNAMED_SESSIONS = range(75, 79)
CONFLICT_THEME = "ukraine"
REPEATED = "{count} votes stand twice in the file; one of each was kept."
CONTRADICTED = "{count} roll calls contradict themselves and were left out: {names}."
STRANGERS = "{count} codes in the file name no state known here: {names}. Their votes are used as they stand."
WITHOUT_THEME = "{count} of {every} roll calls have no theme: no title, or no word that tells it."
NOT_FOUND = "{count} entries of the list name no roll call at hand: {names}."


@dataclass(frozen=True)
class Votes:
    """What was read: roll calls with `theme_code` in order of days, votes in a byte each, what must be known.

    `matrix` is narrowed to theme and vote set, `roll_calls` is not.
    """

    study: Study
    roll_calls: pl.DataFrame
    matrix: VoteMatrix
    warnings: tuple[Notice, ...]

    @property
    def cast(self) -> pl.DataFrame:
        """One row per vote, made when asked for: a million rows are not kept."""
        return cast_of(self.matrix)

    def of_sessions(self, request: VoteRequest) -> VoteMatrix:
        """The votes of the sessions that open in the years of a request."""
        first, last = years(request)
        opened = self.matrix.sessions + FIRST_YEAR
        return self.matrix.of((opened >= first) & (opened <= last))

    def of_years(self, request: VoteRequest) -> pl.DataFrame:
        """The votes cast in the calendar years of a request, one row each."""
        first, last = years(request)
        year = self.matrix.days.astype("datetime64[Y]").astype(int) + UNIX_YEAR
        return cast_of(self.matrix.of((year >= first) & (year <= last)))


def read_votes(request: VoteRequest) -> Votes:
    """Reads the votes of a request, of all years.

    Args:
        request: Which votes.

    Returns:
        The votes; years are checked but not applied, because measures count them differently.

    Raises:
        YearOrderError: If the period ends before it begins.
    """
    first, last = request.first_year, request.last_year
    if first is not None and last is not None and first > last:
        raise YearOrderError(first=first, last=last)
    roll_calls, votes, warnings = _tables(request)
    study = load_study(request.study_id)
    roll_calls = themed(roll_calls, _source_codes(request), declared_conflict(roll_calls, study))
    roll_calls = roll_calls.sort("date", "roll_call_id")
    matrix = VoteMatrix.of_codes(votes, dated_roll_calls(roll_calls))
    chosen = roll_calls
    if request.theme is not None:
        chosen = chosen.filter(pl.col("theme_code") == known_theme(request.theme))
        none = roll_calls.filter(pl.col("theme_code") == NONE).height
        if none:
            warnings.append((WITHOUT_THEME, {"count": none, "every": roll_calls.height}))
    if request.roll_calls is not None:
        ids, missing = declared(chosen, request.roll_calls)
        chosen = chosen.filter(pl.col("roll_call_id").is_in(ids))
        if missing:
            warnings.append((NOT_FOUND, {"count": len(missing), "names": ", ".join(missing[:NEAREST])}))
    if chosen is not roll_calls:
        matrix = matrix.of(np.isin(matrix.roll_calls, chosen["roll_call_id"].to_list()))
    return Votes(study, roll_calls, matrix, tuple(warnings))


def declared(roll_calls: pl.DataFrame, wanted: str) -> tuple[list[str], list[str]]:
    """The roll calls of a declared vote set.

    Args:
        roll_calls: roll_call_id, symbol_code.
        wanted: Path of a list of symbols or ids, one a line; else a pattern such as `A/RES/ES-11/*`.

    Returns:
        Ids, sorted; entries of the list that name none.

    Raises:
        UnknownRollCallError: If a pattern fits no roll call.
    """
    names = _names(roll_calls)
    path = Path(wanted)
    if path.is_file():
        entries = [normalised_symbol(entry) for entry in read_roll_call_list(path)]
        found = sorted({one for entry in entries for one in names.get(entry, ())})
        return found, [entry for entry in entries if entry not in names]
    pattern = normalised_symbol(wanted)
    found = sorted({one for name, ids in names.items() if fnmatchcase(name, pattern) for one in ids})
    if not found:
        raise UnknownRollCallError(value=wanted, nearest=_nearest(pattern, list(names)))
    return found, []


def find(roll_calls: pl.DataFrame, symbol: str) -> Row:
    """The roll call of a symbol; of several of one symbol the last one.

    Args:
        roll_calls: Roll calls in order of days.
        symbol: As printed anywhere, or an id.

    Returns:
        Its row.

    Raises:
        MissingSymbolsError: If the sources name no roll call of that session.
        UnknownRollCallError: If there is no such symbol.
    """
    wanted = normalised_symbol(symbol)
    names = _names(roll_calls)
    if wanted in names:
        return roll_calls.row(by_predicate=pl.col("roll_call_id") == names[wanted][-1], named=True)
    parts = wanted.split("/")
    if len(parts) > NEAREST - 1 and parts[2].isdigit() and int(parts[2]) in UNNAMED_SESSIONS:
        raise MissingSymbolsError(value=symbol)
    raise UnknownRollCallError(value=symbol, nearest=_nearest(wanted, list(names)))


def similar_to(roll_calls: pl.DataFrame, named: Row) -> tuple[str, ...]:
    """Roll calls of the same theme.

    Args:
        roll_calls: Roll calls with theme_code.
        named: The roll call; one without a theme has no similar one.

    Returns:
        Ids, in order of days, with the named one's.
    """
    if named["theme_code"] == NONE:
        return (named["roll_call_id"],)
    return tuple(roll_calls.filter(pl.col("theme_code") == named["theme_code"])["roll_call_id"])


def conflict_ids(roll_calls: pl.DataFrame) -> tuple[str, ...]:
    """Roll calls of the conflict: declared by the study, or told by their titles.

    Args:
        roll_calls: Roll calls with theme_code.

    Returns:
        Ids, in order of days.
    """
    return tuple(roll_calls.filter(pl.col("theme_code") == CONFLICT_THEME)["roll_call_id"])


def declared_conflict(roll_calls: pl.DataFrame, study: Study) -> tuple[str, ...]:
    """Ids of the roll calls that the study declares as the conflict's.

    Args:
        roll_calls: roll_call_id, symbol_code.
        study: The study.

    Returns:
        Ids.
    """
    conflict = {normalised_symbol(symbol) for symbol in study.roll_calls.conflict}
    named = roll_calls.select("roll_call_id", "symbol_code").drop_nulls().iter_rows()
    return tuple(roll_call_id for roll_call_id, symbol in named if normalised_symbol(symbol) in conflict)


def years(request: VoteRequest) -> tuple[int, int]:
    """First and last year of a request; no bound is no limit."""
    first = request.first_year if request.first_year is not None else 0
    return first, request.last_year if request.last_year is not None else 9999


def refuse_empty(votes: pl.DataFrame | VoteMatrix, request: VoteRequest) -> None:
    """Stops where the chosen years, theme and vote set hold no vote.

    Args:
        votes: What is left.
        request: What was asked.

    Raises:
        NoVotesError: If nothing is left.
    """
    if not (votes.height if isinstance(votes, pl.DataFrame) else len(votes.roll_calls)):
        first, last = (year if year is not None else "…" for year in (request.first_year, request.last_year))
        raise NoVotesError(
            first=first, last=last, theme=request.theme or "…", chosen=request.roll_calls or "…"
        )


def with_sessions(roll_calls: pl.DataFrame, cast: pl.DataFrame) -> pl.DataFrame:
    """Roll calls with the number of the session of their votes in place of what was printed.

    Args:
        roll_calls: Roll calls.
        cast: Votes cast.

    Returns:
        Those that have votes.
    """
    sessions = cast.group_by("roll_call_id").agg(pl.col("session").first())
    return roll_calls.drop("session").join(sessions, on="roll_call_id", maintain_order="left")


def _names(roll_calls: pl.DataFrame) -> dict[str, list[str]]:
    """Ids by normalised symbol and by id, in order of days."""
    found: dict[str, list[str]] = {}
    for roll_call_id, symbol in roll_calls.select("roll_call_id", "symbol_code").iter_rows():
        found.setdefault(roll_call_id.upper(), []).append(roll_call_id)
        if symbol is not None:
            found.setdefault(normalised_symbol(symbol), []).append(roll_call_id)
    return found


def _nearest(wanted: str, names: list[str]) -> str:
    return ", ".join(get_close_matches(wanted, names, n=NEAREST, cutoff=0))


def _source_codes(request: VoteRequest) -> pl.DataFrame | None:
    """Themes that a source gives for roll calls of the tables; None where none does."""
    if request.file is not None:
        return None
    codes = Store(request.data_dir).read(THEME_TABLE)
    ours = codes.filter(pl.col("series_id") == OWN_SERIES)
    return ours.select(pl.col("record_id").alias("roll_call_id"), "theme_code")


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
    strangers = sorted(set(found.votes.states) - {state.iso3 for state in every_state()})
    if strangers:
        warnings.append((STRANGERS, {"count": len(strangers), "names": ", ".join(strangers[:NEAREST])}))
    return roll_calls, found.votes, warnings
