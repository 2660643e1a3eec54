"""The overview in words: figures of the observatory put into sentences."""

from collections.abc import Mapping
from typing import Any

from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import month, number, percent, signed
from standpunkt.vocabulary.periods import MONTHS_PER_YEAR, add_months
from standpunkt.web.parts.rows import BETWEEN, StateRow, class_names
from standpunkt.web.visit import Visit

Shares = Mapping[str, list[dict[str, Any]]]


def headline(visit: Visit, shares: Shares) -> list[str]:
    """Who stands where, in two or three sentences.

    Args:
        visit: The request.
        shares: Rows of `Observatory.shares` by choice of weight.

    Returns:
        Sentences: the power's side, the opponent's side, the year before.
    """
    power = _side(visit, shares, outer=-1, inner=-2)
    opponent = _side(visit, shares, outer=0, inner=1)
    earlier = add_months(visit.view.at, -MONTHS_PER_YEAR)
    found = [power, opponent]
    if earlier in visit.observatory.months:
        rows = _by_class(visit.observatory.shares(earlier, "count"))
        order = visit.observatory.study.classes.order
        found.append(
            visit.say(
                "A year earlier, in {month}, it was {outer} and {inner} on the side of {power}.",
                month=month(earlier, visit.lang),
                outer=number(rows[order[-1]]["count"], visit.lang),
                inner=number(rows[order[-2]]["count"], visit.lang),
                power=visit.observatory.study.poles.power.label[visit.lang],
            )
        )
    return found


def _side(visit: Visit, shares: Shares, outer: int, inner: int) -> str:
    names = class_names(visit.observatory.study, visit.lang)
    counts, people = _by_class(shares["states"]), _by_class(shares["population"])
    first, second = names[outer], names[inner]
    return visit.say(
        "{outer} states are {outer_label} (90%: {outer_low} to {outer_high}) and {inner} are {inner_label} "
        "(90%: {inner_low} to {inner_high}); they hold {outer_share} and {inner_share} of the population.",
        outer_label=first.label,
        inner_label=second.label,
        outer_share=percent(people[first.code]["share"], visit.lang),
        inner_share=percent(people[second.code]["share"], visit.lang),
        **_numbers(visit, "outer", counts[first.code]),
        **_numbers(visit, "inner", counts[second.code]),
    )


def _numbers(visit: Visit, name: str, row: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: number(row["count"], visit.lang),
        f"{name}_low": number(row["count_low"], visit.lang),
        f"{name}_high": number(row["count_high"], visit.lang),
    }


def _by_class(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["class"]: row for row in rows}


def doubts(visit: Visit, rows: list[StateRow]) -> list[str]:
    """What is uncertain about the overview, in sentences.

    Args:
        visit: The request.
        rows: The states of the month.

    Returns:
        Sentences: how many states are between classes, where the interval is widest.
    """
    named = visit.observatory.headline(visit.view.at)
    found = [
        visit.say(
            "{between} of {rated} rated states stand between two classes: no class reaches {share}.",
            between=named["named"][BETWEEN],
            rated=named["rated_count"],
            share=percent(visit.observatory.study.classes.name_at, visit.lang),
        )
    ]
    widest = max((row for row in rows if row.is_rated), key=_width, default=None)
    if widest and widest.low is not None and widest.high is not None:
        found.append(
            visit.say(
                "The widest interval is that of {state}: Stance {low} to {high}.",
                state=state_name(widest.iso3, visit.lang),
                low=signed(widest.low, visit.lang),
                high=signed(widest.high, visit.lang),
            )
        )
    return found


def _width(row: StateRow) -> float:
    return (row.high or 0.0) - (row.low or 0.0)
