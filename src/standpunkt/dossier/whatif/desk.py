"""Asks a built version "what if": the same cells and draws, another question.

The first question about a month opens it, which takes seconds; every further one takes a fraction of one.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from threadpoolctl import threadpool_limits

from standpunkt.dossier.observatory import Observatory
from standpunkt.index.calibrate import calibrate
from standpunkt.index.prepare import prepare
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.whatif.answer import Answer, OpenMonth, open_month, whatif
from standpunkt.index.whatif.question import Question

Row = dict[str, Any]
ANCHORS = "study_indicator_anchor"
WORLD = "state_year_weight"
KEPT = 3
NUMBERS = ("stance", "stance_low", "stance_high")


@dataclass(frozen=True)
class Told:
    """Both answers: states (one row each, before and after) and shares by weight and class."""

    month: date
    states: tuple[Row, ...]
    shares: tuple[Row, ...]

    @property
    def changed(self) -> tuple[Row, ...]:
        """The states whose class differs, the largest change of Stance first."""
        found = [row for row in self.states if row["class_before"] != row["class_after"]]
        return tuple(sorted(found, key=lambda row: (-abs(row["change"] or 0.0), row["iso3"])))


class Desk:
    """Keeps the last opened months in memory; one question is answered at a time."""

    def __init__(self) -> None:
        """See the class."""
        self._open: OrderedDict[tuple[str, ...], OpenMonth] = OrderedDict()
        self._base: dict[tuple[str, ...], Answer] = {}
        self._lock = threading.Lock()

    def ask(
        self, observatory: Observatory, month: date, question: Question, without: tuple[str, ...] = ()
    ) -> Told:
        """Answers one question.

        Args:
            observatory: The version.
            month: A month with scores.
            question: What to change.
            without: Ids of sources; every value that rests on one of them counts as not reported.

        Returns:
            The version's own answer beside the other one.
        """
        # BLAS keeps to one thread as in a build, so the base gives the version's own numbers.
        with self._lock, threadpool_limits(1):
            base = self._base_of(observatory, month)
            other = whatif(self._opened(observatory, month, without), question)
        return Told(month, _states(base, other), _shares(base, other))

    def _base_of(self, observatory: Observatory, month: date) -> Answer:
        key = _key(observatory, month, ())
        opened = self._opened(observatory, month, ())
        if key not in self._base:
            self._base[key] = whatif(opened)
        return self._base[key]

    def _opened(self, observatory: Observatory, month: date, without: tuple[str, ...]) -> OpenMonth:
        key = _key(observatory, month, without)
        if key not in self._open:
            self._open[key] = _open(observatory, month, without)
            while len(self._open) > KEPT:
                dropped, _ = self._open.popitem(last=False)
                self._base.pop(dropped, None)
        self._open.move_to_end(key)
        return self._open[key]


def can_ask(observatory: Observatory) -> bool:
    """Whether a version holds what questions need; versions of before this page do not."""
    return {ANCHORS, WORLD} <= set(observatory.folder.tables())


def _key(observatory: Observatory, month: date, without: tuple[str, ...]) -> tuple[str, ...]:
    return (str(observatory.folder.path), month.isoformat(), *without)


def _open(observatory: Observatory, month: date, without: tuple[str, ...]) -> OpenMonth:
    cells = observatory.folder.read("study_state_month_indicator")
    calibration = _calibration(observatory, cells)
    left = _without(observatory, cells, without) if without else cells
    ready = prepare(observatory.study, calibration, left)
    return open_month(ready, observatory.folder.read(WORLD), month)


def _calibration(observatory: Observatory, cells: pl.DataFrame) -> Calibration:
    anchors: dict[str, dict[str, float]] = {}
    for code, name, value in observatory.folder.read(ANCHORS).iter_rows():
        anchors.setdefault(code, {})[name] = value
    return calibrate(observatory.study, cells, anchors)


def _without(observatory: Observatory, cells: pl.DataFrame, sources: tuple[str, ...]) -> pl.DataFrame:
    key = ["iso3", "month_date", "indicator_code"]
    parts = observatory.folder.scan("study_state_month_indicator_part")
    gone = parts.filter(pl.col("source_id").is_in(list(sources))).select(key).unique().collect()
    marked = cells.join(gone.with_columns(is_gone=pl.lit(value=True)), on=key, how="left")
    is_gone = pl.col("is_gone").fill_null(value=False)
    numbers = ("value", "low_value", "high_value", "valid_from_date")
    return marked.with_columns(
        *(pl.when(~is_gone).then(pl.col(name)).alias(name) for name in numbers),
        missing=pl.when(is_gone).then(pl.lit("not_reported")).otherwise(pl.col("missing")),
        input_count=pl.when(is_gone).then(0).otherwise(pl.col("input_count")),
    ).select(cells.columns)


def _states(base: Answer, other: Answer) -> tuple[Row, ...]:
    both = zip(base.scores.to_dicts(), other.scores.to_dicts(), strict=True)
    return tuple(_state(before, after) for before, after in both)


def _state(before: Row, after: Row) -> Row:
    found: Row = {"iso3": before["iso3"]}
    for word, row in (("before", before), ("after", after)):
        is_rated = row["is_rated"]
        found[f"class_{word}"] = row["class"] if is_rated else None
        found |= {f"{name}_{word}": row[name] if is_rated else None for name in NUMBERS}
    known = before["is_rated"] and after["is_rated"]
    found["change"] = after["stance"] - before["stance"] if known else None
    return found


def _shares(base: Answer, other: Answer) -> tuple[Row, ...]:
    keys = ("weight_code", "class_code")
    after = {tuple(row[key] for key in keys): row for row in other.shares.to_dicts()}
    return tuple(
        {"weight": row["weight_code"], "class": row["class_code"]}
        | {
            f"{name}_{word}": each[f"{bound}_{kind}"]
            for kind in ("share", "count")
            for name, bound in ((kind, "mean"), (f"{kind}_low", "low"), (f"{kind}_high", "high"))
            for word, each in (("before", row), ("after", after[tuple(row[key] for key in keys)]))
        }
        for row in base.shares.to_dicts()
    )
