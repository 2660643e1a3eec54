"""Turns result frames into the rows that are shown: one dict a state, class, mover or indicator."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import polars as pl

from standpunkt.dossier.facts import FactBook
from standpunkt.study.model import Study

Row = dict[str, Any]
NOT_RATED = "NOT_RATED"
_STANCE = {
    "stance": "central_score",
    "stance_low": "low_score",
    "stance_high": "high_score",
    "intensity": "intensity_score",
    "conflict_between": "conflict_between_score",
    "conflict_within": "conflict_within_score",
    "residual": "residual_score",
    "coverage": "coverage_share",
    "coverage_grade": "coverage_grade",
    "imputed_share": "imputed_share",
    "is_rated": "is_rated",
}
_DEPENDENCE = {"": "central_score", "_low": "low_score", "_high": "high_score"}


def state_rows(scores: pl.DataFrame, classes: pl.DataFrame, order: Sequence[str]) -> list[Row]:
    """Rows of all states of one month.

    Args:
        scores: Score rows of that month.
        classes: Class rows of that month.
        order: Class codes from the opponent's side to the power's.

    Returns:
        One row a state, sorted by iso3.
    """
    return _joined(scores, classes, order, "iso3")


def timeline_rows(scores: pl.DataFrame, classes: pl.DataFrame, order: Sequence[str]) -> list[Row]:
    """Rows of one state over all months; see `state_rows`.

    Args:
        scores: Score rows of that state.
        classes: Class rows of that state.
        order: Class codes from the opponent's side to the power's.

    Returns:
        One row a month with `month`, in order.
    """
    rows = _joined(scores, classes, order, "month_date")
    return [{"month": f"{row.pop('month_date'):%Y-%m}", **row} for row in rows]


def _joined(scores: pl.DataFrame, classes: pl.DataFrame, order: Sequence[str], key: str) -> list[Row]:
    by_index = {
        code: {row[key]: row for row in frame.iter_rows(named=True)}
        for (code,), frame in scores.group_by("index_code")
    }
    chances: dict[Any, Row] = {}
    for row in classes.iter_rows(named=True):
        entry = chances.setdefault(row[key], {"named": row["named_class"], "gated": row["is_gated"], "p": {}})
        entry["p"][row["class_code"]] = row["class_probability"]
    empty: Row = {"named": None, "gated": None, "p": {}}
    return [
        {key: place, **_row(place, by_index, chances.get(place, empty), order)}
        for place in sorted(by_index.get("stance", {}))
    ]


def _row(place: Any, by_index: dict[Any, dict[Any, Row]], chance: Row, order: Sequence[str]) -> Row:  # noqa: ANN401 (a code or a month)
    stance = by_index["stance"][place]
    row = {name: stance[column] for name, column in _STANCE.items()}
    within, between = row["conflict_within"], row["conflict_between"]
    row["conflict"] = None if within is None or between is None else within + between
    for index in ("dependence", "dependence_opponent"):
        found = by_index.get(index, {}).get(place, {})
        row |= {index + end: found.get(column) for end, column in _DEPENDENCE.items()}
    chances = {code: chance["p"].get(code) for code in order}
    likely = sorted(order, key=lambda code: -(chances[code] or 0.0))
    rated = bool(stance["is_rated"]) and chances[likely[0]] is not None
    row["class"] = chance["named"] if rated else None
    row["class_first"], row["class_second"] = (likely[0], likely[1]) if rated else (None, None)
    row |= {f"p_{code.lower()}": value for code, value in chances.items()}
    row["is_gated"] = chance["gated"]
    return row


def share_rows(frame: pl.DataFrame, order: Sequence[str]) -> list[Row]:
    """World shares of one month and weight, in the order of the classes.

    Args:
        frame: Share rows.
        order: Class codes.

    Returns:
        One row a class that the frame holds.
    """
    found = {row["class_code"]: row for row in frame.iter_rows(named=True)}
    return [
        {
            "class": code,
            "share": found[code]["mean_share"],
            "share_low": found[code]["low_share"],
            "share_high": found[code]["high_share"],
            "count": found[code]["mean_count"],
            "count_low": found[code]["low_count"],
            "count_high": found[code]["high_count"],
            "weight": found[code]["weight_code"],
            "weight_year": found[code]["weight_year"],
        }
        for code in (*order, NOT_RATED)
        if code in found
    ]


def mover_rows(frame: pl.DataFrame, start: date, end: date) -> list[Row]:
    """Moves between two months, the largest first.

    Args:
        frame: Transition rows.
        start: The earlier month.
        end: The later month.

    Returns:
        One row a state.
    """
    pair = (pl.col("from_month_date") == start) & (pl.col("to_month_date") == end)
    moves = frame.filter(pair).sort(pl.col("change_score").abs(), "iso3", descending=[True, False])
    return [
        {
            "iso3": row["iso3"],
            "from_class": row["from_class"],
            "to_class": row["to_class"],
            "change": row["change_score"],
            "change_low": row["change_low_score"],
            "change_high": row["change_high_score"],
            "p_changed": row["changed_probability"],
            "p_towards_power": row["towards_power_probability"],
            "is_declared": row["is_declared"],
        }
        for row in moves.iter_rows(named=True)
    ]


def contribution_tree(points: pl.DataFrame, cells: pl.DataFrame, study: Study, facts: FactBook) -> Row:
    """Contributions of one state, month and index: by pillar, and by indicator down to facts.

    Args:
        points: Contribution rows of that state, month and index.
        cells: Indicator rows of that state and month.
        study: The study.
        facts: The facts of the version.

    Returns:
        `pillars` in the order of the study and `contributions` by size.
    """
    values = {row["indicator_code"]: row for row in cells.iter_rows(named=True) if not row["variant"]}
    for row in cells.iter_rows(named=True):
        values.setdefault(row["indicator_code"], row)
    by_level = {level: frame.sort("node_code").to_dicts() for (level,), frame in points.group_by("level")}
    parts: dict[str, list[Row]] = {}
    for row in by_level.get("part", []):
        parts.setdefault(row["parent_code"], []).append(facts.part(row))
    found = [
        _indicator_row(row, values.get(row["node_code"]), parts.get(row["node_code"], []), study)
        for row in by_level.get("indicator", [])
    ]
    pillars = {row["node_code"]: row for row in by_level.get("pillar", [])}
    return {
        "pillars": [
            {"pillar": code, "label": dict(study.pillars[code].label), **_points(pillars[code])}
            for code in study.pillars
            if code in pillars
        ],
        "contributions": sorted(found, key=lambda row: (-abs(row["contribution"]), row["indicator"])),
    }


def _points(row: Row) -> Row:
    return {
        "contribution": row["contribution_score"],
        "low": row["low_score"],
        "high": row["high_score"],
        "kind": row["kind"],
    }


def _indicator_row(row: Row, cell: Row | None, shown: list[Row], study: Study) -> Row:
    code = row["node_code"]
    indicator = study.indicators[code]
    pillar = study.pillar_of(code)
    cell = cell or {}
    return {
        "indicator": code,
        "measure": indicator.measure,
        "pillar": pillar,
        "group": indicator.group,
        "layer": study.pillars[pillar].groups[indicator.group].layer,
        **_points(row),
        "value": cell.get("value"),
        "value_low": cell.get("low_value"),
        "value_high": cell.get("high_value"),
        "unit": indicator.unit,
        "missing": cell.get("missing"),
        "facts": sorted(shown, key=lambda part: (-abs(part["contribution"]), part["part"])),
    }
