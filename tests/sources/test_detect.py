"""Numbers that look reported and are not."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from standpunkt.sources.connector.detect import (
    CARRIED_FORWARD,
    ONE_GROWTH_FACTOR,
    ONE_REVISION_FACTOR,
    Panel,
    flat_years,
    growth_factors,
    parents,
    refuse_double_count,
    revision_factors,
    stale_memberships,
    suspected_groups,
)
from standpunkt.vocabulary.errors.sources import DoubleCountError

PANEL = Panel(("reporter",), "partner", "year", "value")


def panel(values_by_year):
    rows = [
        ("R", f"P{partner}", year, float(value))
        for year, values in values_by_year.items()
        for partner, value in enumerate(values)
    ]
    return pl.DataFrame(rows, schema=["reporter", "partner", "year", "value"], orient="row")


def honest(draw):
    return draw.lognormal(6, 1, 30) + 60


def flags(frame):
    return growth_factors(frame, PANEL)["flag_code"].to_list()


def test_one_factor_over_all_partners_is_flagged():
    before = honest(np.random.default_rng(1))
    assert flags(panel({2022: before, 2023: before * 0.712})) == [ONE_GROWTH_FACTOR]


def test_same_values_again_are_carried_forward():
    before = honest(np.random.default_rng(1))
    assert flags(panel({2022: before, 2023: before})) == [CARRIED_FORWARD]


def test_half_of_the_partners_is_enough_and_fewer_are_not():
    draw = np.random.default_rng(2)
    before = honest(draw)
    factors = draw.lognormal(0, 0.3, 30)
    few, many = factors.copy(), factors.copy()
    few[:10] = 0.7
    many[:16] = 0.7
    assert flags(panel({2022: before, 2023: before * few})) == [None]
    assert flags(panel({2022: before, 2023: before * many})) == [ONE_GROWTH_FACTOR]


def test_few_partners_or_small_values_prove_nothing():
    assert flags(panel({2022: [100.0] * 19, 2023: [71.0] * 19})) == []
    assert flags(panel({2022: [40.0] * 30, 2023: [28.0] * 30})) == []


def test_honest_panels_raise_at_most_one_alarm_in_a_thousand():
    draw = np.random.default_rng(3)
    frames = []
    for number in range(1000):
        before = honest(draw)
        after = before * draw.lognormal(0.05, 0.15, 30)
        frames.append(panel({2022: before, 2023: after}).with_columns(pl.lit(f"R{number}").alias("reporter")))
    found = growth_factors(pl.concat(frames), PANEL)
    assert found.height == 1000
    assert found["flag_code"].drop_nulls().len() <= 1


def test_one_factor_between_vintages_is_flagged():
    old = panel({2022: honest(np.random.default_rng(4))})
    new = old.with_columns(pl.col("value") * 1.00522)
    assert revision_factors(new, old, PANEL)["flag_code"].to_list() == [ONE_REVISION_FACTOR]
    assert revision_factors(old, old, PANEL)["flag_code"].to_list() == [None]


def test_yearly_sum_spread_over_months_is_flagged():
    months = [date(2020, month, 1) for month in range(1, 13)]
    frame = pl.DataFrame(
        {
            "state": ["CHN"] * 12 + ["DEU"] * 12,
            "month": months * 2,
            "value": [5.0] * 12 + [float(month) for month in range(12)],
        }
    )
    assert flat_years(frame, ["state"], "month", "value").rows() == [("CHN", 2020)]


def test_headings_above_listed_codes_are_parents():
    assert parents(["8471", "84713000", "8542", "01012100"]) == {"8471"}


def test_names_of_groups_are_suspected():
    names = [
        "EU27_2020",
        "EA_changing",
        "Extra-EU27",
        "World",
        "Stores and provisions",
        "Serbia",
        "Eurasia Ltd",
    ]
    assert suspected_groups(names) == {
        "EU27_2020",
        "EA_changing",
        "Extra-EU27",
        "World",
        "Stores and provisions",
    }


def test_sum_that_counts_twice_is_refused():
    assert refuse_double_count(263.0, 263.0, "EU to KGZ") == 263.0
    with pytest.raises(DoubleCountError, match=r"4\.59 times"):
        refuse_double_count(263.0, 1206.6, "EU to KGZ")


def test_memberships_that_the_register_ended_are_stale():
    said = pl.DataFrame(
        {
            "iso3": ["GBR", "DEU"],
            "organisation_id": ["EU", "EU"],
            "snapshot_date": [date(2024, 1, 1), date(2024, 1, 1)],
        }
    )
    register = pl.DataFrame(
        {
            "iso3": ["GBR", "DEU"],
            "organisation_id": ["EU", "EU"],
            "status": ["member", "member"],
            "from_date": [date(1973, 1, 1), date(1958, 1, 1)],
            "to_date": [date(2020, 2, 1), None],
        }
    )
    assert stale_memberships(said, register)["iso3"].to_list() == ["GBR"]
