"""What a forecast is asked, and the earlier votes that may speak to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling.grid import Floats

Kind = Literal["repeat", "like", "described"]
"""The same text again, another text like a named one, or a text described by theme and sponsor alone."""
DAYS_PER_YEAR = 365.25
MOST_SIMILAR = 40
YEARLY = (0.7, 1.4)
LONGEST_REPEAT_YEARS = 3.5
UNRECORDED = -1


@dataclass(frozen=True)
class Question:
    """What is asked: like which roll call, which earlier ones are similar, and as of which day.

    `similar` holds ids of the same theme, `same_text` those whose text the named one repeats. What is dated
    later than `as_of` is never looked at. `kind` is told from the dates where it is None.
    """

    like: str | None
    similar: tuple[str, ...]
    as_of: date
    same_text: tuple[str, ...] = ()
    kind: Kind | None = None


@dataclass(frozen=True)
class Evidence:
    """Votes on the named roll call, on its earlier texts and on the newest similar ones, by the day.

    votes: codes (states, roll calls), UNRECORDED where no row stands; roll calls in order of days.
    years: how long ago each roll call was, in years.
    is_same_text: which roll calls are the named one's text.
    at: column of the reference: the named roll call, else the newest similar one.
    """

    states: tuple[str, ...]
    roll_calls: tuple[str, ...]
    votes: NDArray[np.int8]
    years: Floats
    is_same_text: NDArray[np.bool_]
    at: int
    kind: Kind

    @property
    def reference(self) -> NDArray[np.int8]:
        """Every state's code on the reference."""
        return np.asarray(self.votes[:, self.at])


def evidence(known: pl.DataFrame, question: Question, states: Sequence[str]) -> Evidence | None:
    """Gathers the votes that speak to a question.

    Args:
        known: Votes known by the day, as `vote_set.cast_votes` gives them.
        question: What is asked.
        states: Whom to speak of, sorted.

    Returns:
        The votes; None where nothing similar is known.
    """
    dated = _chosen(known, question)
    if not dated.height:
        return None
    roll_calls = dated["roll_call_id"].to_list()
    at = roll_calls.index(question.like) if question.like in roll_calls else len(roll_calls) - 1
    days = dated["date"].to_list()
    years = np.array([(question.as_of - day).days / DAYS_PER_YEAR for day in days])
    same = np.isin(roll_calls, [*question.same_text, question.like or ""])
    has_like = question.like in roll_calls
    kind = question.kind if has_like and question.kind else _kind(years[at], same, has_like=has_like)
    votes = _matrix(known, states, roll_calls)
    return Evidence(tuple(states), tuple(roll_calls), votes, years, same, at, kind)


def _kind(years: float, same: NDArray[np.bool_], *, has_like: bool) -> Kind:
    """A text that stood before, or was voted a year ago, is taken to come again."""
    if not has_like:
        return "described"
    is_yearly = YEARLY[0] <= years <= YEARLY[1]
    has_history = bool(same.sum() > 1) and YEARLY[0] <= years <= LONGEST_REPEAT_YEARS
    return "repeat" if is_yearly or has_history else "like"


def _chosen(known: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Roll calls that speak: the newest similar ones and all of the same text, in order of days."""
    same = [*question.same_text, *([question.like] if question.like else [])]
    wanted = pl.col("roll_call_id").is_in([*question.similar, *same])
    dated = (
        known.filter(wanted & (pl.col("code") > 0))
        .group_by("roll_call_id")
        .agg(pl.col("date").first(), pl.col("code").n_unique().alias("answers"))
        .sort("date", "roll_call_id")
    )
    is_same = pl.col("roll_call_id").is_in(same)
    newest = dated.filter(~is_same & (pl.col("answers") > 1)).tail(MOST_SIMILAR)
    return pl.concat([dated.filter(is_same).tail(MOST_SIMILAR), newest]).sort("date", "roll_call_id")


def _matrix(known: pl.DataFrame, states: Sequence[str], roll_calls: Sequence[str]) -> NDArray[np.int8]:
    found = np.full((len(states), len(roll_calls)), UNRECORDED, dtype=np.int8)
    rows = pl.DataFrame({"iso3": list(states), "row": np.arange(len(states))})
    columns = pl.DataFrame({"roll_call_id": list(roll_calls), "column": np.arange(len(roll_calls))})
    placed = known.join(columns, on="roll_call_id").join(rows, on="iso3")
    found[placed["row"].to_numpy(), placed["column"].to_numpy()] = placed["code"].to_numpy()
    return found
