"""Frozen anchors: what 0, +1 and -1 mean, estimated once over the base periods.

Indicators of the layer conduct take `period.conduct_base`, all others `period.base`. Winsor limits apply
where an anchor is estimated; a declared number bounds its side by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.score.calibration import Key, keys_of
from standpunkt.index.score.cells import Cells
from standpunkt.index.score.position import Scale, transform
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study
from standpunkt.study.sections.indicators import Anchor, Indicator
from standpunkt.vocabulary.errors.index import DegenerateAnchorError
from standpunkt.vocabulary.periods import MonthRange, month_end, parse_month

Array = NDArray[np.float64]
MIN_CAMP = 5
NEARER = 0.4
LATE_BASE = "base_2017_2021"
LATE_MONTHS = MonthRange(parse_month("2017-01"), parse_month("2021-12"))


@dataclass(frozen=True)
class Base:
    """Cells of one indicator in its base: y [months, states] with the months' positions."""

    y: Array
    rows: NDArray[np.int64]


@dataclass(frozen=True)
class Given:
    """What scales need beside the cells.

    units: amount that asinh counts as one, by indicator. named: positions that measures give, by indicator.
    camps: members of power, opponent and rest, [months, states] each.
    """

    units: Mapping[str, float]
    named: Mapping[str, Mapping[str, float]]
    camps: Mapping[str, NDArray[np.bool_]]


def camps_by_month(study: Study, cells: Cells) -> dict[str, NDArray[np.bool_]]:
    """Members of the camps at the end of every month.

    Args:
        study: Declares the camps.
        cells: Gives months and states.

    Returns:
        power, opponent and rest, [months, states] each.
    """
    found = {}
    ends = [month_end(month) for month in cells.months]
    for name, camp in (("power", study.camps.power), ("opponent", study.camps.opponent)):
        found[name] = np.array(
            [[state in members for state in cells.states] for members in map(camp.on, ends)]
        )
    universe = np.array([state not in study.poles.states() for state in cells.states])
    return {**found, "rest": universe & ~found["power"] & ~found["opponent"]}


def units_of(study: Study, tree: Tree, cells: Cells) -> dict[str, float]:
    """The amount that asinh counts as one: declared, or the median of positive sizes in the base.

    Args:
        study: The study.
        tree: Order of indicators.
        cells: Raw cells.

    Returns:
        By indicator; 1 for other transforms.
    """
    found = {}
    for k, code in enumerate(tree.indicators):
        indicator = study.indicators[code]
        found[code] = indicator.scale or 1.0
        if indicator.transform == "asinh" and indicator.scale is None:
            sizes = np.abs(cells.value[0, _rows(study, code, cells, "median"), :, k])
            sizes = sizes[sizes > 0]
            found[code] = float(np.median(sizes)) if len(sizes) else 1.0
    return found


def scales_of(
    study: Study,
    tree: Tree,
    cells: Cells,
    given: Given,
) -> dict[str, dict[Key, tuple[Scale, ...]]]:
    """The scale of every indicator under every anchor set, winsor limit and vote set.

    Args:
        study: The study.
        tree: Order of indicators.
        cells: Raw cells of universe and poles.
        given: Units of asinh, named positions of measures, camps by month.

    Returns:
        Scales.
    """
    return {
        code: {
            key: tuple(_scale(study, code, cells, ((v, k, key), given)) for v in range(len(cells.variants)))
            for key in keys_of(study)
        }
        for k, code in enumerate(tree.indicators)
    }


def _rows(study: Study, code: str, cells: Cells, anchor_set: str) -> NDArray[np.int64]:
    layer = study.pillars[study.pillar_of(code)].groups[study.indicators[code].group].layer
    span = study.period.conduct_base if layer == "conduct" else study.period.base
    late = [t for t, month in enumerate(cells.months) if month in span and month in LATE_MONTHS]
    rows = late if anchor_set == LATE_BASE and layer != "conduct" and late else None
    rows = rows or [t for t, month in enumerate(cells.months) if month in span]
    return np.array(rows or [len(cells.months) - 1], np.int64)


def _scale(study: Study, code: str, cells: Cells, at: tuple[tuple[int, int, Key], Given]) -> Scale:
    ((v, k, (anchor_set, winsor)), given), units = at, at[1].units
    indicator, rows = study.indicators[code], _rows(study, code, cells, anchor_set)
    base = Base(transform(indicator, cells.value[v, rows, :, k], units[code]), rows)
    anchors = indicator.anchors
    finder = _Finder(study, code, indicator, cells, base, units[code], given.named.get(code, {}), given.camps)
    zero = finder.find(anchors.zero, None)
    share = NEARER if anchor_set == "p40" else None
    plus = finder.find(anchors.plus, (zero, share)) if anchors.plus is not None else float("nan")
    minus = finder.find(anchors.minus, (zero, share)) if anchors.minus is not None else float("nan")
    _check(code, zero, plus, minus)
    low, high = -float("inf"), float("inf")
    estimated = any(a is not None and a.kind != "number" for a in (anchors.plus, anchors.minus))
    pooled = finder.universe()
    if estimated and len(pooled) and winsor > 0:
        low, high = (float(each) for each in np.quantile(pooled, [winsor, 1 - winsor]))
    return Scale(zero, plus, minus, min(low, zero), max(high, zero))


def _check(code: str, zero: float, plus: float, minus: float) -> None:
    if zero in {plus, minus}:
        raise DegenerateAnchorError(indicator=code, problem=f"an anchor equals its zero {zero:.4g}")
    if (plus - zero) * (minus - zero) > 0:
        problem = f"zero {zero:.4g} does not lie between minus {minus:.4g} and plus {plus:.4g}"
        raise DegenerateAnchorError(indicator=code, problem=problem)


@dataclass(frozen=True)
class _Finder:
    study: Study
    code: str
    indicator: Indicator
    cells: Cells
    base: Base
    unit: float
    named: Mapping[str, float]
    members: Mapping[str, NDArray[np.bool_]]

    def find(self, anchor: Anchor, nearer: tuple[float, float | None] | None) -> float:
        if anchor.number is not None:
            ordinal = self.indicator.transform == "ordinal"
            return anchor.number if ordinal else self._transformed(anchor.number)
        if anchor.hypothetical is not None:
            if anchor.hypothetical not in self.named:
                self._refuse(f"the measure gives no position {anchor.hypothetical}")
            return self._transformed(self.named[anchor.hypothetical])
        return self._estimated(anchor, nearer)

    def _estimated(self, anchor: Anchor, nearer: tuple[float, float | None] | None) -> float:
        if anchor.pooled is not None:
            return float(np.quantile(self._some(self.universe(), "the universe", 1), anchor.pooled))
        if anchor.pole is not None:
            return float(np.median(self._some(self._pole(anchor.pole), f"pole {anchor.pole}", 1)))
        return self._camp(str(anchor.camp), nearer)

    def _transformed(self, value: float) -> float:
        return float(transform(self.indicator, np.array(value, float), self.unit))

    def universe(self) -> Array:
        poles = self.study.poles.states()
        inside = np.array([state not in poles for state in self.cells.states])
        found = self.base.y[:, inside]
        return np.asarray(found[np.isfinite(found)])

    def _pole(self, side: str) -> Array:
        states = getattr(self.study.poles, side).states
        found = self.base.y[:, [state in states for state in self.cells.states]]
        return np.asarray(found[np.isfinite(found)])

    def _camp(self, camp: str, nearer: tuple[float, float | None] | None) -> float:
        inside = self.members[camp][self.base.rows] & np.isfinite(self.base.y)
        if inside.any(axis=0).sum() < MIN_CAMP:
            self._refuse(
                f"camp {camp} has {int(inside.any(axis=0).sum())} observed members, it needs {MIN_CAMP}"
            )
        values = self.base.y[inside]
        median = float(np.median(values))
        if nearer is None or nearer[1] is None:
            return median
        zero, share = nearer[0], nearer[1]
        return float(np.quantile(values, share if median > zero else 1.0 - share))

    def _some(self, values: Array, who: str, least: int) -> Array:
        if len(values) < least:
            self._refuse(f"{who} has no observed cell in the base period")
        return values

    def _refuse(self, problem: str) -> None:
        raise DegenerateAnchorError(indicator=self.code, problem=problem)
