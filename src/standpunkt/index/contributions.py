"""Rows of contributions: points of every node that carries weight, down to the facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.explain.decompose import layer_codes, level_sums
from standpunkt.index.explain.parts import check_parts, part_rows, rest_of
from standpunkt.index.month import IndexMonth, MonthResult
from standpunkt.index.prepare import Prepared
from standpunkt.index.score.position import untransform
from standpunkt.index.score.tree import LAYERS, Tree
from standpunkt.study.model import Study
from standpunkt.tables.schemas.result import StudyStateMonthContribution

Array = NDArray[Any]
Measurements = tuple[pl.DataFrame, pl.DataFrame]
"""Rows of `study_state_month_indicator` and of its parts."""
LEVELS = ("pillar", "layer", "group", "indicator")


@dataclass(frozen=True)
class Nodes:
    """Nodes that carry weight in one index: level, code, parent, and the row in the sums of that level."""

    level: tuple[str, ...]
    code: tuple[str, ...]
    parent: tuple[str | None, ...]
    row: tuple[int, ...]


def contribution_frame(
    ready: Prepared, months: Sequence[MonthResult], told: Measurements, opponent: Measurements | None = None
) -> pl.DataFrame:
    """Rows of `study_state_month_contribution`; at each level they add up to the central score.

    Args:
        ready: Study, calibration, tree and cells.
        months: All months.
        told: Values and their parts.
        opponent: Values and parts of exposure to the opponent's camp.

    Returns:
        The table, without states that are not rated.
    """
    frames = [
        _index_frame(ready, months, [found.stance for found in months], told),
        _index_frame(ready, months, [found.dependence for found in months], told),
    ]
    others = [found.opponent for found in months if found.opponent is not None]
    if others and opponent is not None:
        frames.append(_index_frame(ready, months, others, opponent))
    return pl.concat(frames).sort("iso3", "month_date", "index_code", "level", "node_code")


def _index_frame(
    ready: Prepared, months: Sequence[MonthResult], index: list[IndexMonth], told: Measurements
) -> pl.DataFrame:
    study, calibration, tree, panel = ready.study, ready.calibration, ready.tree, ready.panel
    rows = _index_rows(panel.states, months, index, counted_nodes(study, tree, index[0].code))
    check_parts(*told, panel.variants[0])
    zeros = [
        (code, untransform(study.indicators[code], calibration.central(code).zero, calibration.units[code]))
        for code in tree.indicators
    ]
    split = part_rows(
        rows.filter(pl.col("level") == "indicator")
        .rename({"node_code": "indicator_code"})
        .drop("level", "parent_code", "low_score", "high_score"),
        told[1],
        rest_of(*told, panel.variants[0]),
        pl.DataFrame(zeros, schema=["indicator_code", "zero_value"], orient="row"),
    )
    return pl.concat([rows.drop("slope"), split], how="diagonal").select(
        list(StudyStateMonthContribution.columns())
    )


def counted_nodes(study: Study, tree: Tree, index_code: str) -> Nodes:
    """Nodes that carry weight in an index; exposure has none in Stance, and nothing else in Dependence.

    Args:
        study: Gives layers and headline pillars.
        tree: The tree.
        index_code: stance, dependence or dependence_opponent.

    Returns:
        The nodes, by level.
    """
    layers = study.indices.stance.layers if index_code == "stance" else study.indices.dependence.layers
    headline = study.indices.stance.headline_pillars
    groups = [
        g
        for g, p in enumerate(tree.pillar_of)
        if layers.get(LAYERS[tree.layer_of[g]], 0) > 0 and tree.pillars[p] in headline
    ]
    wanted = {
        "pillar": {tree.pillars[tree.pillar_of[g]] for g in groups},
        "layer": {layer_codes(tree)[g] for g in groups},
        "group": {tree.groups[g] for g in groups},
        "indicator": {code for code, g in zip(tree.indicators, tree.group_of, strict=True) if g in groups},
    }
    sums = level_sums(tree, np.zeros((len(tree.indicators), 0)))
    found = [
        (level, code, parent, at)
        for level in LEVELS
        for at, (code, parent) in enumerate(zip(*sums[level][:2], strict=True))
        if code in wanted[level]
    ]
    return Nodes(*zip(*found, strict=True))


def _index_rows(
    states: tuple[str, ...], months: Sequence[MonthResult], index: list[IndexMonth], nodes: Nodes
) -> pl.DataFrame:
    pieces = [_month_arrays(found, each, nodes) for found, each in zip(months, index, strict=True)]
    names = ("n", "node", "contribution_score", "slope", "kind", "low_score", "high_score")
    columns: dict[str, Any] = {
        name: np.concatenate([piece[i] for piece in pieces]) for i, name in enumerate(names)
    }
    place, node = columns.pop("n"), columns.pop("node")
    dates = pl.Series([found.month for found in months], dtype=pl.Date)
    which = np.repeat(np.arange(len(months)), [len(piece[0]) for piece in pieces])
    lookups = {"level": nodes.level, "node_code": nodes.code, "parent_code": nodes.parent}
    columns["kind"] = pl.Series(["data", "imputed"]).gather(columns["kind"])
    return pl.DataFrame(
        {
            "iso3": pl.Series(states).gather(place),
            "month_date": dates.gather(which),
            **{name: pl.Series(values, dtype=pl.String).gather(node) for name, values in lookups.items()},
            **columns,
        }
    ).with_columns(pl.col("low_score", "high_score").fill_nan(None), index_code=pl.lit(index[0].code))


def _month_arrays(found: MonthResult, index: IndexMonth, nodes: Nodes) -> tuple[Array, ...]:
    tree_points = level_points(found, index)
    rated = np.flatnonzero(index.coverage.rated)
    shape = (len(nodes.code), len(rated))
    points, slope, low, high = (np.full(shape, np.nan) for _ in range(4))
    kind, keep = np.zeros(shape, np.int64), np.ones(shape, np.bool_)
    for at, (level, row) in enumerate(zip(nodes.level, nodes.row, strict=True)):
        points[at] = tree_points[level][row, rated] + 0.0
        if level == "indicator":
            slope[at], kind[at] = found.slope[row, rated], index.gaps[row, rated]
            keep[at] = index.applies[rated, row]
        if index.bounds is not None:
            low[at], high[at] = index.bounds[level][row, rated].T + 0.0
    node, n = np.nonzero(keep)
    chosen = (points[keep], slope[keep], kind[keep], low[keep], high[keep])
    return (rated[n], node, *chosen)


def level_points(found: MonthResult, index: IndexMonth) -> dict[str, Array]:
    """Points of every level of one index.

    Args:
        found: The month.
        index: One of its indices.

    Returns:
        By level [nodes, N].
    """
    return {level: values for level, (_, _, values) in level_sums(found.tree, index.points).items()}
