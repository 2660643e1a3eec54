"""Measures on fetched tables: aid in percent of output, trade against the expectation."""

from datetime import date

import pytest

from standpunkt.measures.catalogue import find
from standpunkt.measures.measure import Request
from tests.measures.conftest import UNIVERSE, cell, frame

MONTH = date(2023, 12, 1)


def ask(study, code, measure, tables, params):
    found = find(measure)
    every = {name: tables.get(name, frame(name)) for name in found.tables}
    return found.compute(every, Request(study, code, params, (MONTH,), UNIVERSE))


def aid(month, billion):
    row = {"donor_iso3": "DEU", "recipient_iso3": "UKR", "month_date": month, "military_billion_eur": billion}
    rest = ("total_billion_eur", "financial_billion_eur", "humanitarian_billion_eur")
    return {**row, **dict.fromkeys(rest, 0.0)}


def test_aid_is_percent_of_the_output_before_the_war_within_the_window(starter_study):
    tables = {
        "dyad_month_aid": frame(
            "dyad_month_aid",
            aid(date(2022, 12, 1), 9.0),
            aid(date(2023, 1, 1), 1.0),
            aid(date(2024, 1, 1), 5.0),
        ),
        "state_year_gdp": frame(
            "state_year_gdp", {"iso3": "DEU", "year": 2021, "gdp_usd": 4e12, "quality": "reported"}
        ),
    }
    params = {"to": "opponent", "window_months": 12, "usd_per_eur": 1.2}
    found = ask(starter_study, "M2", "support.military_aid", tables, params)
    assert cell(found, "DEU", MONTH)["value"] == pytest.approx(1.2e9 / 4e12 * 100)
    assert cell(found, "TUR", MONTH)["missing"] == "not_reported"


def flow(partner, year, value, quality="reported"):
    return {
        "exporter_iso3": "RUS",
        "importer_iso3": partner,
        "series_id": "test",
        "year": year,
        "value_usd": value,
        "reporter_side": "exporter",
        "quality": quality,
    }


@pytest.mark.parametrize(("quality", "expected"), [("reported", 1.0986), ("estimated", None)])
def test_a_state_whose_trade_tripled_while_all_others_stood_still_shifts_by_log_three(
    starter_study, quality, expected
):
    partners = ["TUR", "BRA", "DEU", "IND", *(f"X{a}{b}" for a in "ABCDE" for b in "ABCDE")]
    rows = [flow(code, year, 1e9) for code in partners for year in range(2017, 2022)]
    rows += [flow(code, 2022, 3e9 if code == "TUR" else 1e9, quality) for code in partners]
    tables = {"dyad_year_trade_value": frame("dyad_year_trade_value", *rows)}
    params = {"with": "power", "base": (2017, 2021)}
    found = ask(starter_study, "E2", "trade.shift_vs_expected", tables, params)
    value = cell(found, "TUR", MONTH)["value"]
    assert value == (None if expected is None else pytest.approx(expected, abs=1e-3))
