"""Shares: sanctions joined, arms imports, trade, energy."""

from datetime import date

import pytest

from tests.measures.conftest import cell, frame

MONTH = date(2023, 12, 1)
TRADE, ENERGY, ARMS, SANCTIONS = (
    "dyad_year_trade",
    "dyad_year_energy",
    "dyad_window_arms",
    "dyad_spell_sanction",
)


def trade(flow, share, year=2022, **more: object):
    row = {"state_iso3": "TUR", "partner_iso3": "RUS", "year": year, "flow": flow, "trade_share": share}
    low_high = {"low_share": share, "high_share": share, "bound": "exact"} if share is not None else {}
    return row | low_high | more


def fuel(name, share, year=2021, **more: object):
    row = {"state_iso3": "SRB", "supplier_iso3": "RUS", "year": year, "fuel": name, "supply_share": share}
    return row | {"low_share": share, "high_share": share, "partner_meaning": "border"} | more


def window(share, first, last):
    row = {"recipient_iso3": "IND", "supplier_iso3": "RUS", "import_share": share, "verification": "derived"}
    return row | {"from_year": first, "to_year": last}


def test_published_total_goes_before_its_flows(asked):
    rows = [trade("total", 0.11), trade("import", 0.16), trade("export", 0.04)]
    found = cell(asked("E4", {TRADE: frame(TRADE, *rows)}, MONTH), "TUR", MONTH)
    assert (found["value"], found["low_value"], found["high_value"], found["input_count"]) == (
        0.11,
        0.11,
        0.11,
        1,
    )


def test_both_flows_give_their_mean(asked):
    measured = asked("E4", {TRADE: frame(TRADE, trade("import", 0.16), trade("export", 0.04))}, MONTH)
    assert cell(measured, "TUR", MONTH)["value"] == pytest.approx(0.10)
    assert measured.parts["part_value"].to_list() == pytest.approx([0.02, 0.08])


def test_one_flow_speaks_for_both_with_a_wider_interval(asked):
    row = trade("import", 0.16, low_share=0.14, high_share=0.18)
    found = cell(asked("E4", {TRADE: frame(TRADE, row)}, MONTH), "TUR", MONTH)
    assert (found["low_value"], found["high_value"]) == (pytest.approx(0.13), pytest.approx(0.19))


def test_year_counts_only_when_it_is_over(asked):
    rows = frame(TRADE, trade("total", 0.07, 2021), trade("total", 0.11, 2022))
    months = date(2021, 11, 1), date(2022, 11, 1), date(2022, 12, 1)
    measured = asked("E4", {TRADE: rows}, *months)
    assert [cell(measured, "TUR", month)["value"] for month in months] == [None, 0.07, 0.11]
    assert cell(measured, "TUR", months[1])["valid_from_date"] == date(2021, 12, 31)


def test_figure_known_by_bounds_alone_stands_in_their_middle(asked):
    row = trade("total", None, low_share=0.0, high_share=0.05, bound="at_most")
    found = cell(asked("E4", {TRADE: frame(TRADE, row)}, MONTH), "TUR", MONTH)
    assert (found["value"], found["low_value"], found["high_value"]) == (0.025, 0.0, 0.05)


def test_wanted_flow_is_the_only_one(asked):
    rows = frame(TRADE, trade("import", 0.16), trade("export", 0.04))
    assert cell(asked("E4", {TRADE: rows}, MONTH, flow="export"), "TUR", MONTH)["value"] == pytest.approx(
        0.04
    )


def test_energy_is_the_mean_over_the_fuels_on_file(asked):
    rows = [fuel("gas", 0.8), fuel("oil", 0.4), fuel("nuclear", 0.0), fuel("coal", 1.0)]
    measured = asked("E5", {ENERGY: frame(ENERGY, *rows)}, MONTH)
    found = cell(measured, "SRB", MONTH)
    assert found["value"] == pytest.approx(0.4)
    assert found["low_value"] == pytest.approx(0.4)
    assert measured.parts.height == 3


def test_unknown_fuels_widen_the_interval(asked):
    found = cell(asked("E5", {ENERGY: frame(ENERGY, fuel("gas", 0.9))}, MONTH), "SRB", MONTH)
    assert found["value"] == pytest.approx(0.9)
    assert found["low_value"] == pytest.approx(0.9 / 3)
    low = cell(asked("E5", {ENERGY: frame(ENERGY, fuel("nuclear", 0.0))}, MONTH), "SRB", MONTH)
    assert (low["low_value"], low["high_value"]) == (0, pytest.approx(2 * 0.5 / 3))


def test_each_fuel_has_its_own_newest_year(asked):
    rows = [fuel("gas", 0.8), fuel("gas", 0.2, 2022), fuel("oil", 0.4)]
    measured = asked("E5", {ENERGY: frame(ENERGY, *rows)}, MONTH)
    assert cell(measured, "SRB", MONTH)["value"] == pytest.approx(0.3)


def test_arms_window_counts_when_it_is_over_and_has_the_wanted_length(asked):
    rows = frame(ARMS, window(0.6, 2012, 2021), window(0.5, 2014, 2023), window(0.9, 2019, 2023))
    months = date(2023, 11, 1), date(2023, 12, 1)
    measured = asked("M5", {ARMS: rows}, *months)
    assert [cell(measured, "IND", month)["value"] for month in months] == [0.6, 0.5]
    assert cell(measured, "IND", months[1])["low_value"] == pytest.approx(0.45)


def test_rounding_is_the_least_error_of_arms_shares(asked):
    measured = asked("M5", {ARMS: frame(ARMS, window(0.0, 2014, 2023))}, MONTH)
    found = cell(measured, "IND", MONTH)
    assert (found["value"], found["low_value"], found["high_value"]) == (0, 0, pytest.approx(0.005))


@pytest.mark.parametrize(("how", "half"), [("own_law", 0.05), ("joined", 0.1), ("partial", 0.15)])
def test_sanctions_are_less_certain_where_they_are_partial(asked, how, half):
    row = {"sender_iso3": "DEU", "target_iso3": "RUS", "how": how, "coverage_share": 0.5}
    tables = {SANCTIONS: frame(SANCTIONS, row | {"from_date": date(2022, 2, 25)})}
    found = cell(asked("E1", tables, MONTH), "DEU", MONTH)
    assert (found["low_value"], found["high_value"]) == (pytest.approx(0.5 - half), pytest.approx(0.5 + half))
