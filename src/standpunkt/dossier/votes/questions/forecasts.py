"""How a described resolution would be voted, and how good such forecasts were in the past."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import numpy as np
import polars as pl

from standpunkt.dossier.votes.questions.reading import (
    Votes,
    conflict_ids,
    find,
    read_votes,
    refuse_empty,
    similar_to,
    with_sessions,
    years,
)
from standpunkt.dossier.votes.questions.request import Row, VoteAnswer, VoteRequest, newest
from standpunkt.dossier.votes.questions.single_thread import on_single_thread
from standpunkt.measures.votes.forecast import COLUMNS, forecast
from standpunkt.measures.votes.forecasting.question import Question
from standpunkt.measures.votes.forecasting.repetition import repetitions, same_text
from standpunkt.measures.votes.forecasting.rolling import Record, Target, rolling_origin
from standpunkt.measures.votes.forecasting.scoring import MEANS, summary
from standpunkt.measures.votes.forecasting.sponsor import sponsored
from standpunkt.measures.votes.positions import Notice
from standpunkt.measures.votes.themes import known_theme
from standpunkt.measures.votes.vote_set import cast_of, contested
from standpunkt.vocabulary.errors.votes import NothingDescribedError, UnknownDateError

Sponsor = Literal["power", "opponent"]
LATER = "{like} is dated {date}: only its theme is used, not its votes."
NOTHING_SIMILAR = "No similar vote is known by {date}: the three answers are equally likely."
NOT_ESTIMABLE = "No vote at all is known by {date}: there is nothing to forecast from."
SPONSORED = "{count} of {every} similar roll calls look like texts of the side that sponsors this one."
MOST_TARGETS = 40
SIDES: tuple[Sponsor, ...] = ("power", "opponent")


@dataclass(frozen=True)
class Described:
    """A resolution as a user describes it: like a named one, of a theme, sponsored by a side.

    `similar` holds symbols of further roll calls that resemble it.
    """

    like: str | None = None
    theme: str | None = None
    sponsor: Sponsor | None = None
    similar: tuple[str, ...] = ()


@on_single_thread
def forecasts(request: VoteRequest, described: Described, as_of: str) -> VoteAnswer:
    """How a described resolution would be voted on a day, from votes dated up to that day.

    Args:
        request: Which votes; its theme would leave out votes that tell who is absent.
        described: The resolution; a named one that is dated later gives its theme only.
        as_of: The day, year-month-day.

    Returns:
        The columns of the command, with `has_details` kind, leading and every component.
    """
    day = _day(as_of)
    votes = read_votes(request)
    asked = _Asked(votes, _known(votes, day), described)
    question, warnings = asked.question(day)
    known = asked.known
    frame = forecast(known, question, repetitions(with_sessions(votes.roll_calls, known)))
    if not frame.height:
        warnings.append((NOT_ESTIMABLE, {"date": day}))
    elif frame["persistence"].null_count() == frame.height:
        warnings.append((NOTHING_SIMILAR, {"date": day}))
    shown = frame if request.has_details else frame.select(COLUMNS)
    return VoteAnswer(shown, (*votes.warnings, *warnings), newest(known))


def track_record(
    request: VoteRequest, most: int = MOST_TARGETS, *, is_reliability: bool = False
) -> VoteAnswer:
    """How good forecasts of past roll calls were, each from what was known the day before.

    Each is forecast like the last vote on its text, else as a text of its theme: what a user knows then.

    Args:
        request: Which votes; years choose the roll calls to forecast; without a theme, the conflict's.
        most: Only so many of the newest.
        is_reliability: How often what was given a probability happened, in place of the scores.

    Returns:
        way, targets, n, log_loss, brier, accuracy; with `has_details` one row per roll call and way; or
        decile, cases, mean_probability, happened.
    """
    votes = read_votes(replace(request, theme=None))
    found = past_record(votes, _record_ids(votes.roll_calls, request), request, most)
    frame = found.reliability if is_reliability else summary(found.scores)
    if request.has_details and not is_reliability:
        days = votes.roll_calls.select(pl.col("roll_call_id").alias("target"), "date", "symbol_code")
        frame = found.scores.join(days, on="target", how="left", maintain_order="left")
        means = [(pl.col(name) / pl.col("n")).alias(told) for name, told in MEANS.items()]
        frame = frame.select("target", "symbol_code", "date", "way", "n", *means)
    return VoteAnswer(frame, votes.warnings, newest(votes.matrix))


def _record_ids(roll_calls: pl.DataFrame, request: VoteRequest) -> tuple[str, ...]:
    if request.theme:
        of_theme = pl.col("theme_code") == known_theme(request.theme)
        return tuple(roll_calls.filter(of_theme)["roll_call_id"])
    return conflict_ids(roll_calls)


@on_single_thread
def past_record(votes: Votes, ids: tuple[str, ...], request: VoteRequest, most: int) -> Record:
    """The rolling origin over the newest contested roll calls of a set.

    Args:
        votes: What was read.
        ids: The set, in order of days.
        request: Its years choose the roll calls to forecast.
        most: Only so many.

    Returns:
        Scores and reliability.
    """
    cast = votes.cast
    roll_calls = with_sessions(votes.roll_calls, cast)
    voted = contested(cast.filter(pl.col("roll_call_id").is_in(ids)))
    chosen = voted.filter(pl.col("date").dt.year().is_between(*years(request)))
    refuse_empty(chosen, request)
    days = chosen.group_by("roll_call_id").agg(pl.col("date").first()).sort("date", "roll_call_id").tail(most)
    targets = [_target(roll_calls, target, ids) for target in days["roll_call_id"]]
    return rolling_origin(cast, targets, repetitions(roll_calls))


def _target(roll_calls: pl.DataFrame, target: str, ids: tuple[str, ...]) -> Target:
    """The roll call with the last vote on its text named as like; without one, described by its theme."""
    earlier = ids[: ids.index(target)]
    same = set(same_text(roll_calls, target))
    texts = tuple(one for one in earlier if one in same)
    return Target(target, texts[-1] if texts else None, ids, texts)


@dataclass(frozen=True)
class _Asked:
    """A description with the votes that it is looked up in."""

    votes: Votes
    known: pl.DataFrame
    described: Described

    def question(self, day: date) -> tuple[Question, list[Notice]]:
        """What the measure is asked, and what must be said of it."""
        roll_calls, like = self.votes.roll_calls, self.described.like
        named = find(roll_calls, like) if like else None
        similar, warnings = self._of_sponsor(self._similar(named))
        if named is None:
            return Question(None, similar, day), warnings
        is_known = self.known.filter(pl.col("roll_call_id") == named["roll_call_id"]).height > 0
        if not is_known:
            warnings.append((LATER, {"like": like, "date": named["date"]}))
        same = same_text(roll_calls, named["roll_call_id"])
        return Question(named["roll_call_id"] if is_known else None, similar, day, same), warnings

    def _similar(self, named: Row | None) -> tuple[str, ...]:
        """Ids of similar roll calls: of the theme, else like the named one; and those named besides."""
        roll_calls, theme = self.votes.roll_calls, self.described.theme
        further = [find(roll_calls, symbol)["roll_call_id"] for symbol in self.described.similar]
        found: tuple[str, ...] = ()
        if theme is not None:
            found = tuple(roll_calls.filter(pl.col("theme_code") == known_theme(theme))["roll_call_id"])
        elif named is not None:
            found = similar_to(roll_calls, named)
        elif not further:
            raise NothingDescribedError
        return tuple(dict.fromkeys((*found, *further)))

    def _of_sponsor(self, similar: tuple[str, ...]) -> tuple[tuple[str, ...], list[Notice]]:
        """Of the similar roll calls those that look like the sponsor's texts, if there are any."""
        side = self.described.sponsor
        if side is None:
            return similar, []
        on = self.votes.study.period.to
        sides = {
            one: self.votes.study.camp_members(one, on)
            | frozenset(getattr(self.votes.study.poles, one).states)
            for one in SIDES
        }
        kept = sponsored(self.known, similar, sides.pop(side), *sides.values())
        return kept or similar, [(SPONSORED, {"count": len(kept), "every": len(similar)})]


def _known(votes: Votes, day: date) -> pl.DataFrame:
    """What was known by the day: the matrix is cut by days first, because a million rows take time."""
    earlier = votes.matrix.of(votes.matrix.days <= np.datetime64(day))
    return cast_of(earlier).filter(pl.col("known_date") <= day)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UnknownDateError(value=text) from None
