"""Inputs changed in ways that must not matter, or must matter in a known way."""

from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from standpunkt.index.draws import stream
from standpunkt.index.validation.central import Inputs
from standpunkt.study.model import Study
from standpunkt.study.sections.indicators import Anchor, Anchors, Indicator
from standpunkt.study.sections.texts import FrozenMapping

CLONE_NUMBER = "99"
MEASURED = ("value", "low_value", "high_value")
UNREACHABLE = 2.0
"""A limit for twins that no correlation reaches: the guard is off."""


def cloned(inputs: Inputs, code: str) -> Inputs:
    """The inputs with one indicator twice, under another code in the same group.

    Reference profiles that name the original name the copy as well: it is the same conduct.

    Args:
        inputs: Study, values, anchors.
        code: The indicator.

    Returns:
        The inputs with the copy.
    """
    study = inputs.study
    copy = study.pillar_of(code) + CLONE_NUMBER
    reference = tuple(
        profile.model_copy(update={"set": FrozenMapping({**profile.set, copy: profile.set[code]})})
        if code in profile.set
        else profile
        for profile in study.classes.reference
    )
    changed = study.model_copy(
        update={
            "indicators": FrozenMapping({**study.indicators, copy: study.indicators[code]}),
            "classes": study.classes.model_copy(update={"reference": reference}),
        }
    )
    again = inputs.values.filter(pl.col("indicator_code") == code).with_columns(
        pl.lit(copy).alias("indicator_code")
    )
    anchors = dict(inputs.anchors)
    if code in anchors:
        anchors[copy] = anchors[code]
    return Inputs(changed, pl.concat([inputs.values, again]), anchors)


def without_twin_guard(study: Study) -> Study:
    """The study with the search for twins switched off, to show what the guard prevents."""
    return study.model_copy(
        update={"redundancy": study.redundancy.model_copy(update={"twin_at": UNREACHABLE})}
    )


def in_other_unit(inputs: Inputs, code: str, factor: float) -> Inputs:
    """One indicator in another unit: values, its numeric anchors and its scale times a factor.

    Args:
        inputs: Study, values, anchors.
        code: An indicator whose transform is identity or asinh.
        factor: How many new units are one old one.

    Returns:
        The inputs; scores must stay the same.
    """
    indicator = inputs.study.indicators[code]
    is_it = pl.col("indicator_code") == code
    scaled = [pl.when(is_it).then(pl.col(name) * factor).otherwise(name).alias(name) for name in MEASURED]
    scale = None if indicator.scale is None else indicator.scale * factor
    unit = f"{indicator.unit} times {factor:g}"
    changed = indicator.model_copy(
        update={"anchors": _scaled(indicator, factor), "scale": scale, "unit": unit}
    )
    named = {code: {name: value * factor for name, value in inputs.anchors.get(code, {}).items()}}
    return Inputs(
        _with_indicator(inputs.study, code, changed),
        inputs.values.with_columns(scaled),
        {**inputs.anchors, **named},
    )


def _scaled(indicator: Indicator, factor: float) -> Anchors:
    def one(anchor: Anchor | None) -> Any:  # noqa: ANN401 (a field that may be empty)
        if anchor is None or anchor.number is None:
            return anchor
        return Anchor(number=anchor.number * factor)

    anchors = indicator.anchors
    return Anchors(zero=one(anchors.zero), plus=one(anchors.plus), minus=one(anchors.minus))


def _with_indicator(study: Study, code: str, indicator: Indicator) -> Study:
    return study.model_copy(update={"indicators": FrozenMapping({**study.indicators, code: indicator})})


def renamed(inputs: Inputs, names: dict[str, str]) -> Inputs:
    """The inputs with exchanged names of states.

    Args:
        inputs: Study, values, anchors.
        names: New name by old name: a permutation of states outside poles and camps.

    Returns:
        The inputs; scores must follow the names.
    """
    return replace(inputs, values=inputs.values.with_columns(pl.col("iso3").replace(names)))


def in_other_order(inputs: Inputs) -> Inputs:
    """The inputs with their rows in reverse order."""
    return replace(inputs, values=inputs.values.reverse())


def scrambled(inputs: Inputs, seed: int) -> Inputs:
    """A placebo: the states of each indicator are exchanged at random, each indicator for itself.

    Every indicator keeps its distribution, its gaps and its course over time; only what the indicators
    say about the same state no longer belongs together.

    Args:
        inputs: Study, values, anchors.
        seed: Which exchange.

    Returns:
        The inputs.
    """
    states = np.array(inputs.study.universe_states())
    frames = []
    for (code,), rows in inputs.values.group_by("indicator_code", maintain_order=True):
        turned = states[stream(seed, "placebo", str(code)).permutation(len(states))]
        names = dict(zip(states.tolist(), turned.tolist(), strict=True))
        frames.append(rows.with_columns(pl.col("iso3").replace(names)))
    return replace(inputs, values=pl.concat(frames))


def without_pillar(study: Study, pillar: str) -> Study:
    """The study in which a pillar has no weight.

    Args:
        study: The study.
        pillar: Its code.

    Returns:
        The study; the other headline pillars keep their proportions.
    """
    silent = study.pillars[pillar].model_copy(update={"weight": 0.0})
    headline = tuple(code for code in study.indices.stance.headline_pillars if code != pillar)
    stance = study.indices.stance.model_copy(update={"headline_pillars": headline})
    return study.model_copy(
        update={
            "pillars": FrozenMapping({**study.pillars, pillar: silent}),
            "indices": study.indices.model_copy(update={"stance": stance}),
        }
    )


def without_cells(values: pl.DataFrame, gone: pl.DataFrame) -> pl.DataFrame:
    """The values with some cells not reported.

    Args:
        values: Rows of `study_state_month_indicator`.
        gone: indicator_code, iso3, month_date of the cells that fall.

    Returns:
        The values; every variant of such a cell is missing.
    """
    marked = values.join(
        gone.unique().with_columns(pl.lit(value=True).alias("falls")),
        on=["indicator_code", "iso3", "month_date"],
        how="left",
        maintain_order="left",
    )
    falls = pl.col("falls").fill_null(value=False)
    return marked.with_columns(
        *(pl.when(~falls).then(pl.col(name)).alias(name) for name in (*MEASURED, "valid_from_date")),
        pl.when(falls & pl.col("missing").is_null())
        .then(pl.lit("not_reported"))
        .otherwise("missing")
        .alias("missing"),
    ).drop("falls")
