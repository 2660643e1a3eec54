"""What pages show of recorded votes beyond single roll calls: forecasts, lines over time, who swings.

Answers are kept in memory by what was fetched: the same tables give the same answer at once.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

import polars as pl

from standpunkt.dossier.observatory import Observatory
from standpunkt.dossier.votes.questions.blocs import swing_states
from standpunkt.dossier.votes.questions.forecasts import MOST_TARGETS, Described, forecasts, past_record
from standpunkt.dossier.votes.questions.groups import members_today
from standpunkt.dossier.votes.questions.lines import ideal_points, similarities
from standpunkt.dossier.votes.questions.reading import conflict_ids, read_votes
from standpunkt.dossier.votes.questions.request import Row, VoteAnswer, VoteRequest
from standpunkt.measures.votes.forecasting.rolling import Record
from standpunkt.tables.store import Store

FIRST_YEAR = 2000
KEPT = 16


@dataclass(frozen=True)
class Votes:
    """The votes that a page reads: a study's, from a data folder, in the state `fetched`."""

    study_id: str
    data_dir: Path
    fetched: str

    @classmethod
    def of(cls, observatory: Observatory) -> "Votes":
        """The votes beside a version: the starter's, and what was fetched into its data folder.

        Args:
            observatory: The version.

        Returns:
            The votes; `fetched` names the snapshots, so that new ones give new answers.
        """
        data_dir = observatory.folder.path.parents[2]
        fetched = ",".join(release.snapshot_id for release in Store(data_dir).releases())
        return cls(observatory.manifest.study_id, data_dir, fetched)

    def request(self, first_year: int | None = None, *, has_details: bool = False) -> VoteRequest:
        """The same as a question."""
        return VoteRequest(
            study_id=self.study_id, data_dir=self.data_dir, first_year=first_year, has_details=has_details
        )


@lru_cache(maxsize=KEPT)
def positions(votes: Votes) -> VoteAnswer:
    """Ideal points since FIRST_YEAR, with `is_partial`."""
    return ideal_points(votes.request(FIRST_YEAR, has_details=True))


@lru_cache(maxsize=KEPT)
def nearness(votes: Votes, side: str) -> VoteAnswer:
    """Similarity of all states to a camp since FIRST_YEAR."""
    return similarities(votes.request(FIRST_YEAR), members_today(votes.study_id, side))


@lru_cache(maxsize=KEPT)
def swing(votes: Votes) -> VoteAnswer:
    """Who stands between the camps in the newest session."""
    return swing_states(votes.request(FIRST_YEAR))


@lru_cache(maxsize=KEPT)
def record(votes: Votes) -> Record:
    """Forecasts of the conflict's past votes: scores by way and roll call, and how reliable they were."""
    request = votes.request()
    found = read_votes(request)
    return past_record(found, conflict_ids(found.roll_calls), request, MOST_TARGETS)


@lru_cache(maxsize=KEPT)
def forecast(votes: Votes, described: Described, as_of: str) -> VoteAnswer:
    """How a described resolution would be voted."""
    return forecasts(votes.request(has_details=True), described, as_of)


@lru_cache(maxsize=KEPT)
def conflict_texts(votes: Votes) -> tuple[Row, ...]:
    """The conflict's roll calls at hand, in order of days."""
    roll_calls = read_votes(votes.request()).roll_calls
    chosen = roll_calls.filter(pl.col("roll_call_id").is_in(conflict_ids(roll_calls)))
    columns = chosen.select("roll_call_id", "symbol_code", "date", "title_text", "title_de_text")
    return tuple(columns.filter(pl.col("symbol_code").is_not_null()).to_dicts())


def day_after(rows: tuple[Row, ...], symbol: str) -> date | None:
    """The day after a roll call: the first on which it may be named as the last vote.

    Args:
        rows: Rows of `conflict_texts`.
        symbol: Symbol of one of them.

    Returns:
        The day; None where the symbol is not among them.
    """
    found = next((row["date"] for row in rows if row["symbol_code"] == symbol), None)
    return found + timedelta(days=1) if found is not None else None
