"""How a described resolution would be voted: a blend of four distributions over yes, abstain, no.

The unknown of a new text is how harsh it is; therefore a similar resolution is named. (a) transitions: the
state's vote on it, pushed through a table that widens with the years between; (b) item: its cut points on the
state's position among the similar roll calls, the walk continued to the day; (c) mixture: all similar roll
calls, newer ones weighing more; (d) shares of the last similar vote. The weights are declared, not fitted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.absence import absence
from standpunkt.measures.votes.scaling import grid
from standpunkt.measures.votes.scaling.grid import Floats, Items, Records

Kind = Literal["like", "repeat", "none"]
OUTCOMES = ("yes", "abstain", "no")
LETTERS = {0: "X", 1: "Y", 2: "A", 3: "N"}
DAYS_PER_YEAR = 365.25
LONGEST_YEARS = 4.0
MOST_SIMILAR = 40
RECENT_YEARS = 10.0
HALF_LIFE_YEARS = 1.0
FLOOR = 0.001
STAY = np.array([[0.965, 0.032, 0.003], [0.045, 0.925, 0.03], [0.006, 0.06, 0.934]])
"""How a vote turns into a vote of the same kind a year on: yes, abstain, no in rows and columns."""
REPEAT = np.array([[0.977, 0.021, 0.002], [0.125, 0.837, 0.038], [0.035, 0.075, 0.89]])
"""The same for the yearly repetition of a text: mostly what sessions 45 to 59 counted, drawn towards STAY."""
REPEAT_YEARS = (0.7, 1.4)
BLEND = {"transitions": 0.5, "item": 0.2, "mixture": 0.3, "shares": 0.0}
BLEND_REPEAT = {"transitions": 0.75, "item": 0.15, "mixture": 0.1, "shares": 0.0}
BLEND_WITHOUT_LIKE = {"transitions": 0.25, "item": 0.0, "mixture": 0.65, "shares": 0.1}


@dataclass(frozen=True)
class Question:
    """What is asked: like which roll call, which earlier ones are similar, and as of which day.

    `similar` holds the ids of one theme (with `like`); what is dated later than `as_of` is never looked at.
    """

    like: str | None
    similar: tuple[str, ...]
    as_of: date


@dataclass(frozen=True)
class Components:
    """The four distributions (states, 3) of those who vote, and what persistence says (nan where nothing)."""

    states: tuple[str, ...]
    parts: dict[str, Floats]
    last: NDArray[np.int8]
    kind: Kind


def forecast(cast: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Probabilities of every state that has voted on similar roll calls or voted lately.

    Args:
        cast: As `vote_set.cast_votes` gives it.
        question: What is asked.

    Returns:
        iso3, p_yes, p_abstain, p_no, p_absent (they add up to 1), persistence (Y, A, N, X or null).
    """
    known = cast.filter(pl.col("known_date") <= question.as_of)
    silent = absence(known, list(question.similar), question.as_of)
    found = components(known, question, tuple(silent["iso3"]))
    present = blend(found)
    chance = silent["p_absent"].to_numpy()
    voting = present * (1 - chance)[:, None]
    columns = {f"p_{name}": voting[:, at] for at, name in enumerate(OUTCOMES)}
    letters = [LETTERS.get(int(code)) for code in found.last]
    return pl.DataFrame({"iso3": found.states, **columns, "p_absent": chance, "persistence": letters})


def blend(found: Components, weights: dict[str, float] | None = None) -> Floats:
    """The weighted mean of the components, floored and normalised, shape (states, 3).

    Args:
        found: The components.
        weights: Weights by component; None takes the declared ones.

    Returns:
        Distributions of those who vote.
    """
    chosen = weights or {"like": BLEND, "repeat": BLEND_REPEAT, "none": BLEND_WITHOUT_LIKE}[found.kind]
    total = sum(chosen[name] * part for name, part in found.parts.items())
    total = np.maximum(total, FLOOR)
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def components(known: pl.DataFrame, question: Question, states: tuple[str, ...]) -> Components:
    """The four distributions, from votes known by the day.

    Args:
        known: Votes known by the day.
        question: What is asked.
        states: Whom to speak of, sorted.

    Returns:
        Distributions over yes, abstain, no.
    """
    similar, days = _similar(known, question)
    has_like = question.like in similar
    reference = question.like if has_like and question.like else (similar[-1] if similar else None)
    votes = _matrix(known, states, similar)
    if reference is None:
        flat = np.full((len(states), 3), 1 / 3)
        parts = dict.fromkeys(BLEND, flat)
        return Components(states, parts, np.full(len(states), -1, np.int8), "none")
    at = similar.index(reference)
    shares = _shares(np.maximum(votes[:, at], 0))
    ages = np.array([(question.as_of - day).days / DAYS_PER_YEAR for day in days])
    is_repeat = REPEAT_YEARS[0] <= ages[at] <= REPEAT_YEARS[1]
    kind: Kind = "none" if not has_like else "repeat" if is_repeat else "like"
    mixed, by_item = _by_position(votes, ages, at)
    parts = {
        "transitions": _transitions(votes, ages, at, REPEAT if kind == "repeat" else STAY),
        "item": by_item,
        "mixture": mixed,
        "shares": np.tile(shares, (len(states), 1)),
    }
    return Components(states, parts, votes[:, at], kind)


def _similar(known: pl.DataFrame, question: Question) -> tuple[list[str], list[date]]:
    """The newest similar roll calls known by the day, in order of days, with the named one."""
    chosen = known.filter(pl.col("roll_call_id").is_in(list(question.similar)) & (pl.col("code") > 0))
    dated = chosen.group_by("roll_call_id").agg(
        pl.col("date").first(), pl.col("code").n_unique().alias("answers")
    )
    is_like = pl.col("roll_call_id") == (question.like or "")
    dated = dated.filter((pl.col("answers") > 1) | is_like).sort("date", "roll_call_id")
    newest = dated.tail(MOST_SIMILAR)
    if question.like and not newest.filter(is_like).height:
        newest = pl.concat([dated.filter(is_like), newest]).sort("date", "roll_call_id")
    return newest["roll_call_id"].to_list(), newest["date"].to_list()


def _matrix(known: pl.DataFrame, states: Sequence[str], roll_calls: Sequence[str]) -> NDArray[np.int8]:
    """Codes (states, roll calls); -1 where nothing is recorded."""
    row = {state: at for at, state in enumerate(states)}
    column = {roll_call: at for at, roll_call in enumerate(roll_calls)}
    found = np.full((len(states), len(roll_calls)), -1, dtype=np.int8)
    rows = known.filter(pl.col("roll_call_id").is_in(list(roll_calls)) & pl.col("iso3").is_in(list(states)))
    for roll_call, iso3, code in rows.select("roll_call_id", "iso3", "code").iter_rows():
        found[row[iso3], column[roll_call]] = code
    return found


def _shares(codes: NDArray[np.int8]) -> Floats:
    counts = np.bincount(codes[codes > 0], minlength=4)[1:4] + 0.5
    return np.asarray(counts / counts.sum())


def _transitions(votes: NDArray[np.int8], ages: Floats, at: int, table: Floats) -> Floats:
    """The vote on the reference, or else the newest similar one, pushed through the table once a year."""
    found = np.tile(_shares(np.maximum(votes[:, at], 0)), (len(votes), 1))
    order = [at, *(other for other in range(len(ages) - 1, -1, -1) if other != at)]
    powers = [_power(table, years) for years in ages]
    for row, codes in enumerate(votes):
        voted = next((other for other in order if codes[other] > 0), None)
        if voted is not None:
            found[row] = powers[voted][codes[voted] - 1]
    return found


def _power(table: Floats, years: float) -> Floats:
    """The table after some years, between whole years by mixing."""
    spent = min(max(years, 1.0), LONGEST_YEARS)
    whole = int(spent)
    one = np.linalg.matrix_power(table, whole)
    return np.asarray(one + (spent - whole) * (one @ table - one))


def _by_position(votes: NDArray[np.int8], ages: Floats, at: int) -> tuple[Floats, Floats]:
    """The mixture over all similar roll calls, and the reference alone, both at the position of the day."""
    patterns, record = np.unique(np.maximum(votes, 0), axis=0, return_inverse=True)
    weights = np.bincount(record.ravel()) * (patterns > 0).any(axis=1)
    items, positions = _fitted(Records(patterns, weights.astype(float), ages[0] - ages, _signs(patterns)))
    ahead = positions @ grid.kernel(max(float(ages[-1]), 0.0))
    table = np.exp(grid.log_probabilities(items)[:, 1:])
    recency = 0.5 ** ((ages - ages.min()) / HALF_LIFE_YEARS)
    mixture = np.einsum("j,jkg->kg", recency / recency.sum(), table)
    chances = [ahead @ mixture.T, ahead @ table[at].T]
    by_row = [chance[record.ravel()] for chance in chances]
    mixed, alone = (chance / chance.sum(axis=1, keepdims=True) for chance in by_row)
    return mixed, alone


def _fitted(records: Records) -> tuple[Items, Floats]:
    items, _ = grid.fit(records, tolerance=2e-2, limit=60)
    return items, grid.smoothed(records, items)[-1]


def _signs(patterns: NDArray[np.int8]) -> Floats:
    """Which way each roll call runs, by its correlation with the main contrast of all of them."""
    centred = np.where(patterns > 0, patterns - 2.0, 0.0)
    weights = np.ones(patterns.shape[1])
    for _ in range(10):
        scores = centred @ weights
        scores -= scores.mean()
        weights = centred.T @ scores
        weights /= max(float(np.abs(weights).max()), 1e-12)
    return np.sign(weights)
