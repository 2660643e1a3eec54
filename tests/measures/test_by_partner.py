"""Measures on fetched tables of partners: arms by year, gravity, own reports of trade, energy by fuel."""

import math
from datetime import date

import pytest

from standpunkt.measures.catalogue import find
from standpunkt.measures.measure import Request
from standpunkt.study.load import load_study
from standpunkt.vocabulary.seats import distance_km, seats
from standpunkt.vocabulary.states import members
from tests.measures.conftest import UNIVERSE, cell, closed, frame

MONTH = date(2023, 12, 1)


@pytest.fixture(scope="module")
def full_study():
    return load_study("russia_ukraine", "full")


@pytest.fixture
def ask(full_study):
    def run(code, measure, tables, month=MONTH, universe=UNIVERSE, **params: object):
        found = find(measure)
        every = {name: tables.get(name, frame(name)) for name in found.tables}
        return found.compute(every, Request(full_study, code, params, (month,), universe))

    return run


def delivery(supplier, recipient, year, tiv, deal, *, estimated=False):
    return {
        "supplier_iso3": supplier,
        "recipient_iso3": recipient,
        "year": year,
        "deal_id": deal,
        "line_code": "1",
        "designation_text": "tank",
        "category": "armoured",
        "transfer_tiv": tiv,
        "delivered_count": 1,
        "is_count_estimate": estimated,
        "is_year_estimate": False,
    }


class TestArms:
    def test_share_is_that_of_the_last_ten_years_that_are_over(self, ask):
        rows = (
            delivery("RUS", "SRB", 2012, 500.0, "0"),
            delivery("RUS", "SRB", 2015, 30.0, "1"),
            delivery("RUS", "SRB", 2022, 30.0, "2"),
            delivery("FRA", "SRB", 2018, 40.0, "3"),
            delivery("FRA", "SRB", 2023, 900.0, "4"),
        )
        tables = {"dyad_year_arms_transfer": frame("dyad_year_arms_transfer", *rows)}
        found = ask("M5", "arms.transfer_share", tables, date(2023, 6, 1), **{"from": "power"})
        # 2013 to 2022: 60 of 100.
        assert cell(found, "SRB", date(2023, 6, 1))["value"] == pytest.approx(0.6)
        assert cell(found, "BRA", date(2023, 6, 1))["missing"] == "not_reported"

    def test_one_satellite_is_no_supply_so_its_share_is_wide(self, ask):
        rows = (delivery("RUS", "BRA", 2014, 50.0, "1"), delivery("FRA", "BRA", 2014, 50.0, "2"))
        tables = {"dyad_year_arms_transfer": frame("dyad_year_arms_transfer", *rows)}
        found = cell(ask("M5", "arms.transfer_share", tables, **{"from": "power"}), "BRA", MONTH)
        assert (found["low_value"], found["value"], found["high_value"]) == pytest.approx((0.0, 0.5, 1.0))

    def test_the_register_raises_a_grade_and_never_lowers_one(self, ask):
        listed = {"recipient_iso3": "RUS", "from_date": date(2022, 9, 1)}
        tables = {
            "dyad_spell_arms_supply": frame(
                "dyad_spell_arms_supply",
                {**listed, "supplier_iso3": "PRK", "grade": 3},
                {**listed, "supplier_iso3": "SRB", "grade": 0},
            ),
            "dyad_year_arms_transfer": frame(
                "dyad_year_arms_transfer",
                delivery("PRK", "RUS", 2023, 120.0, "1"),
                delivery("SRB", "RUS", 2022, 60.0, "2"),
                delivery("SRB", "RUS", 2023, 60.0, "3"),
                delivery("IND", "RUS", 2022, 11.0, "4"),
                delivery("TUR", "RUS", 2019, 500.0, "5"),
            ),
            "state_table_spell_coverage": frame(
                "state_table_spell_coverage", *closed("dyad_spell_arms_supply", *UNIVERSE)
            ),
        }
        found = ask("M1", "arms.supply_recorded", tables, to="power", window_months=24)
        grades = {code: cell(found, code, MONTH)["value"] for code in ("PRK", "SRB", "IND", "TUR", "BRA")}
        assert grades == {"PRK": 3.0, "SRB": 2.0, "IND": 1.0, "TUR": 0.0, "BRA": 0.0}


class TestSeats:
    def test_every_member_has_a_seat(self):
        assert {state.iso3 for state in members(date(2025, 1, 1))} <= set(seats())

    @pytest.mark.parametrize(
        ("one", "other", "km"), [("RUS", "DEU", 1610), ("RUS", "BLR", 675), ("CHN", "ARG", 19260)]
    )
    def test_distances_are_those_of_the_globe(self, one, other, km):
        assert distance_km(one, other) == pytest.approx(km, rel=0.01)

    def test_an_unknown_seat_has_no_distance(self):
        assert distance_km("RUS", "XXX") is None


def flow(exporter, importer, year, value, side, quality="reported", series="a"):
    return {
        "exporter_iso3": exporter,
        "importer_iso3": importer,
        "series_id": series,
        "year": year,
        "value_usd": value,
        "reporter_side": side,
        "quality": quality,
    }


class TestGravity:
    @pytest.fixture
    def tables(self):
        """Trade is exactly GDP over distance, but for India: five times as much."""
        states = [*sorted(set(seats()) - {"RUS"})[:60], "IND", "SRB"]
        size = {code: 1e9 * (1 + at) for at, code in enumerate(states)}
        rows = [
            flow("RUS", code, 2021, size[code] * 1e3 / distance_km("RUS", code), "exporter")
            for code in states
        ]
        rows[-2]["value_usd"] *= 5
        gdp = [{"iso3": c, "year": 2021, "gdp_usd": size[c], "quality": "reported"} for c in states]
        return {
            "dyad_year_trade_value": frame("dyad_year_trade_value", *rows),
            "state_year_gdp": frame("state_year_gdp", *gdp),
        }

    def test_trade_as_size_and_distance_ask_is_zero_and_more_is_more(self, ask, tables):
        universe = tuple(sorted({"IND", "SRB"}))
        found = ask("E4", "trade.level_vs_gravity", tables, universe=universe, **{"with": "power"})
        assert cell(found, "IND", MONTH)["value"] == pytest.approx(math.log(5), abs=0.1)
        assert cell(found, "SRB", MONTH)["value"] == pytest.approx(0.0, abs=0.1)

    def test_estimates_of_a_publisher_say_nothing(self, ask, tables):
        flows = tables["dyad_year_trade_value"]
        estimates = flows.with_columns(quality=flows["quality"].replace({"reported": "estimated"}))
        found = ask(
            "E4",
            "trade.level_vs_gravity",
            {**tables, "dyad_year_trade_value": estimates},
            **{"with": "power"},
        )
        assert set(found.values["missing"]) == {"not_reported"}


class TestOwnReports:
    def test_growth_beyond_that_of_all_trade_is_the_shift(self, ask):
        trade = (
            flow("RUS", "TUR", 2021, 10e9, "importer"),
            flow("RUS", "TUR", 2022, 24e9, "importer"),
            flow("RUS", "TUR", 2022, 90e9, "exporter"),
        )
        world = [
            {
                "reporter_code": "WORLD",
                "partner_code": "TUR",
                "flow": "export",
                "period_code": year,
                "series_id": "imf",
                "value_usd": value,
            }
            for year, value in (("2021", 100e9), ("2022", 120e9))
        ]
        tables = {
            "dyad_year_trade_value": frame("dyad_year_trade_value", *trade),
            "state_year_trade_total": frame("state_year_trade_total", *world),
        }
        found = ask("E2", "trade.shift_reported", tables, **{"with": "power", "base": (2017, 2021)})
        # 24 against 10 * 1.2; what the pole itself reports does not count.
        assert cell(found, "TUR", MONTH)["value"] == pytest.approx(math.log(2.0))
        assert cell(found, "BRA", MONTH)["missing"] == "not_reported"

    def test_months_count_as_a_year_only_when_all_twelve_are_on_file(self, ask):
        def months(year, value, count=12):
            row = flow("DEU", "RUS", year, None, "exporter") | {"value_eur": value}
            return [row | {"month_date": date(year, m + 1, 1)} for m in range(count)]

        for count, missing in ((12, None), (11, "not_reported")):
            rows = [*months(2021, 100.0), *months(2022, 50.0, count)]
            tables = {"dyad_month_trade_value": frame("dyad_month_trade_value", *rows)}
            found = cell(
                ask("E2", "trade.shift_reported", tables, **{"with": "power", "base": (2017, 2021)}),
                "DEU",
                MONTH,
            )
            assert found["missing"] == missing
            assert (found["value"] is None) == (missing is not None)


def energy(supplier, month, value, commodity="gas_all", unit="tj"):
    return {
        "state_iso3": "SRB",
        "supplier_iso3": supplier,
        "month_date": date(2021, month, 1),
        "commodity": commodity,
        "unit_code": unit,
        "series_id": "eurostat_energy",
        "quantity_value": value,
        "partner_meaning": "border",
        "quality": "reported",
    }


class TestEnergy:
    def test_gas_over_a_transit_state_counts_half_within_bounds_of_all_and_none(self, ask):
        rows = [
            row
            for m in range(1, 13)
            for row in (energy("RUS", m, 4.0), energy("HUN", m, 2.0), energy("AZE", m, 4.0))
        ]
        rows += [energy("RUS", m, 1000.0, unit="m3") for m in range(1, 13)]
        tables = {"dyad_month_energy_trade": frame("dyad_month_energy_trade", *rows)}
        asked = {"from": "power", "fuel": "gas", "transit": ("HUN",)}
        found = cell(ask("E7", "energy.fuel_share", tables, **asked), "SRB", MONTH)
        assert (found["low_value"], found["value"], found["high_value"]) == pytest.approx((0.4, 0.5, 0.6))
        assert found["valid_from_date"] == date(2021, 12, 31)

    def test_eight_months_are_too_few_and_five_years_too_old(self, ask):
        rows = [energy("RUS", m, 4.0, "crude_oil", "thousand_tonnes") for m in range(1, 13)]
        asked = {"from": "power", "fuel": "oil"}
        few = {"dyad_month_energy_trade": frame("dyad_month_energy_trade", *rows[:8])}
        assert cell(ask("E8", "energy.fuel_share", few, **asked), "SRB", MONTH)["missing"] == "not_reported"
        whole = {"dyad_month_energy_trade": frame("dyad_month_energy_trade", *rows)}
        late = date(2026, 12, 1)
        assert cell(ask("E8", "energy.fuel_share", whole, **asked), "SRB", MONTH)["value"] == 1.0
        assert cell(ask("E8", "energy.fuel_share", whole, late, **asked), "SRB", late)["value"] is None

    def test_a_state_that_sends_more_gas_than_it_receives_has_no_share(self, ask):
        rows = [energy("RUS", m, 4.0) for m in range(1, 13)]
        out = [
            {
                "point_text": "border",
                "exit_text": "Serbia",
                "entry_text": "x",
                "month_date": date(2021, m, 1),
                "exit_iso3": "SRB",
                "entry_iso3": "HUN",
                "volume_m3": 5.0,
            }
            for m in range(1, 13)
        ]
        tables = {
            "dyad_month_energy_trade": frame("dyad_month_energy_trade", *rows),
            "event_gas_point_flow": frame("event_gas_point_flow", *out),
        }
        found = ask("E7", "energy.fuel_share", tables, **{"from": "power", "fuel": "gas"})
        assert cell(found, "SRB", MONTH)["missing"] == "not_reported"

    def test_reactors_count_while_they_run_and_are_no_question_without_any(self, ask):
        def reactor(name, state, is_vver, begins, ends=None):
            return {
                "reactor_id": name,
                "iso3": state,
                "name_text": name,
                "status_text": "Operational",
                "model_text": "x",
                "is_vver": is_vver,
                "from_date": begins,
                "to_date": ends,
                "capacity_mw": 500.0,
            }

        rows = (
            reactor("a", "IND", True, date(2000, 1, 1)),
            reactor("b", "IND", False, date(2000, 1, 1)),
            reactor("c", "IND", True, date(2024, 1, 1)),
            reactor("d", "TUR", True, date(2000, 1, 1), date(2010, 1, 1)),
        )
        russian = {"from": "power", "vendor": "RUS"}
        tables = {"event_reactor": frame("event_reactor", *rows)}
        found = ask("E10", "energy.reactor_share", tables, **russian)
        assert cell(found, "IND", MONTH)["value"] == pytest.approx(0.5)
        assert cell(found, "TUR", MONTH)["missing"] == "not_applicable"
        french = ask("E10", "energy.reactor_share", tables, **{"from": "power", "vendor": "FRA"})
        assert cell(french, "IND", MONTH)["missing"] == "not_reported"
        nothing = ask("E10", "energy.reactor_share", {}, **russian)
        assert set(nothing.values["missing"]) == {"not_reported"}


class TestVisitsGoodsAndTone:
    def test_visits_with_the_power_count_against_those_with_the_opponent(self, ask):
        def visit(number, visitor, host, day, *, many=False):
            return {
                "visit_id": number,
                "visitor_iso3": visitor,
                "host_iso3": host,
                "from_date": day,
                "role_code": "head_of_state",
                "is_multilateral": many,
            }

        last = date(2023, 12, 31)
        rows = (
            visit("1", "SRB", "RUS", last),
            visit("2", "UKR", "SRB", last),
            visit("3", "RUS", "SRB", last, many=True),
            visit("4", "SRB", "RUS", date(2024, 1, 5)),
            visit("5", "BRA", "RUS", date(2022, 12, 31)),
        )
        found = ask(
            "D3", "events.net_visits", {"event_visit": frame("event_visit", *rows)}, half_life_months=12
        )
        assert cell(found, "SRB", MONTH)["value"] == pytest.approx(0.5 * math.log(2))
        assert cell(found, "BRA", MONTH)["value"] == pytest.approx(0.5 * math.log(2), rel=1e-2)
        assert cell(found, "IND", MONTH)["missing"] == "not_reported"

    def test_essential_goods_are_the_mean_of_cereals_and_fertiliser_by_own_reports(self, ask):
        def goods(exporter, product, value, side="importer"):
            row = flow(exporter, "TUR", 2022, value, side)
            return row | {"product_hs6": product, "hs_code": "H6"}

        rows = (
            goods("RUS", "100199", 80.0),
            goods("USA", "100590", 20.0),
            goods("RUS", "310210", 10.0),
            goods("MAR", "310310", 30.0),
            goods("RUS", "310390", 999.0, "exporter"),
        )
        tables = {"dyad_year_hs6_trade": frame("dyad_year_hs6_trade", *rows)}
        asked = {"from": "power", "goods": ("cereals", "fertiliser")}
        found = ask("E6", "trade.essential_share", tables, **asked)
        assert cell(found, "TUR", MONTH)["value"] == pytest.approx((0.8 + 0.25) / 2)
        assert cell(found, "SRB", MONTH)["missing"] == "not_reported"

    def test_tone_needs_twenty_events_with_each_pole(self, ask):
        def event(actor, target, tone, count):
            return {
                "actor_iso3": actor,
                "target_iso3": target,
                "date": date(2023, 6, 1),
                "event_code": "010",
                "root_code": "01",
                "quad_code": "1",
                "event_count": count,
                "mention_count": count,
                "source_count": count,
                "article_count": count,
                "tone_mean": tone,
            }

        rows = (
            event("SRB", "RUS", 2.0, 30),
            event("SRB", "UKR", -1.0, 30),
            event("TUR", "RUS", 2.0, 30),
            event("TUR", "UKR", 2.0, 19),
        )
        found = ask("I4", "gdelt.net_tone", {"dyad_day_media_event": frame("dyad_day_media_event", *rows)})
        assert cell(found, "SRB", MONTH)["value"] == pytest.approx(3.0)
        assert cell(found, "TUR", MONTH)["missing"] == "not_reported"
