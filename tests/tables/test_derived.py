"""Canonical shares and grades that follow from published values, with the rows they rest on."""

from datetime import date

import polars as pl
import pytest

from standpunkt.tables.derived.register import DERIVATIONS
from standpunkt.tables.registry import FACT_TABLES
from standpunkt.tables.store import Store
from tests.tables.fetched import put_tables

DAY = date(2024, 1, 1)


def value(exporter, importer, series, side, usd, **more: object):
    return {
        "exporter_iso3": exporter,
        "importer_iso3": importer,
        "series_id": series,
        "reporter_side": side,
        "value_usd": usd,
        "quality": "reported",
        "year": 2021,
        **more,
    }


def total(reporter, partner, flow, usd, **more: object):
    return {
        "reporter_code": reporter,
        "partner_code": partner,
        "flow": flow,
        "period_code": "2021",
        "series_id": "made_up",
        "value_usd": usd,
        **more,
    }


MIRRORED = {
    "dyad_year_trade_value": [
        value("RUS", "TUR", "made_up", "exporter", 30.0),
        value("TUR", "RUS", "made_up_mirror", "importer", 10.0),
        value("RUS", "EGY", "made_up", "exporter", 5.0),
    ],
    "state_year_trade_total": [
        total("WORLD", "TUR", "export", 200.0),
        total("WORLD", "TUR", "import", 120.0),
        total("WORLD", "EGY", "export", 50.0),
        total("WORLD", "EGY", "import", 50.0),
    ],
}


def shares(folder, table="dyad_year_trade"):
    rows = Store(folder).read(table)
    return rows.filter(pl.col("source_id") == "made_up")


def test_partners_report_over_the_worlds_trade_with_the_state(tmp_path):
    put_tables(tmp_path, MIRRORED)
    found = shares(tmp_path).row(0, named=True)
    assert (found["row_key"], found["trade_share"], found["bound"]) == ("TUR|RUS|2021|total", 0.125, "about")
    assert found["verification"] == "derived"
    assert found["snapshot_id"].startswith("made_up@")
    assert found["derived_from"].split("; ") == [
        "dyad_year_trade_value:RUS|TUR|made_up|2021",
        "dyad_year_trade_value:TUR|RUS|made_up_mirror|2021",
        "state_year_trade_total:WORLD|TUR|export|2021|made_up",
        "state_year_trade_total:WORLD|TUR|import|2021|made_up",
    ]
    # Of Egypt one side of the trade is missing: missing is not zero.
    assert shares(tmp_path)["state_iso3"].to_list() == ["TUR"]


@pytest.mark.parametrize("quality", ["imputed_by_publisher", "estimated"])
def test_filled_in_values_make_no_share(tmp_path, quality):
    rows = [{**row, "quality": quality} for row in MIRRORED["dyad_year_trade_value"]]
    put_tables(tmp_path, {**MIRRORED, "dyad_year_trade_value": rows})
    assert shares(tmp_path).height == 0


def test_own_statistics_of_twelve_months_give_all_three_flows(tmp_path):
    months = [
        value(*pair, series, side, 1.0, month_date=date(2021, month, 1))
        for month in range(1, 13)
        for pair, series, side in (
            (("ARM", "RUS"), "made_up", "exporter"),
            (("RUS", "ARM"), "made_up_origin_mirror", "importer"),
        )
    ]
    for row in months:
        del row["year"]
    totals = [
        total("ARM", "WORLD", "export", 24.0),
        total("ARM", "WORLD", "import", 48.0, series_id="made_up_origin"),
    ]
    put_tables(tmp_path, {"dyad_month_trade_value": months, "state_year_trade_total": totals})
    found = dict(shares(tmp_path).select("flow", "trade_share").rows())
    assert found == {"export": 0.5, "import": 0.25, "total": 24 / 72}
    put_tables(tmp_path, {"dyad_month_trade_value": months[:-2], "state_year_trade_total": totals})
    assert shares(tmp_path).height == 0


def test_two_sources_of_one_share_are_ranked(tmp_path):
    put_tables(tmp_path, MIRRORED, "made_up", precedence=20)
    listed = {"state_iso3": "TUR", "partner_iso3": "RUS", "year": 2021, "flow": "total", "bound": "about"}
    listed |= {"low_share": 0.2, "high_share": 0.2, "trade_share": 0.2}
    put_tables(tmp_path, {"dyad_year_trade": [listed]}, "other", precedence=10)
    key = pl.col("row_key") == "TUR|RUS|2021|total"
    assert Store(tmp_path).read("dyad_year_trade").filter(key)["source_id"].to_list() == ["other"]
    rule = {"dyad_year_trade": ("made_up",)}
    assert Store(tmp_path, rule).read("dyad_year_trade").filter(key)["trade_share"].to_list() == [0.125]


def imports(supplier, quantity, state="AUT", commodity="gas_all", unit="tj"):
    return {
        "state_iso3": state,
        "supplier_iso3": supplier,
        "commodity": commodity,
        "unit_code": unit,
        "series_id": "made_up",
        "quantity_value": quantity,
        "partner_meaning": "border",
        "quality": "reported",
    }


def of_a_year(rows, first=1):
    return [{**row, "month_date": date(2021, month, 1)} for month in range(first, 13) for row in rows]


def fuel_tables(rows, unnamed, first=1):
    sums: dict[str, float] = {}
    for row in rows:
        sums[row["state_iso3"]] = sums.get(row["state_iso3"], unnamed) + row["quantity_value"]
    dropped = ("supplier_iso3", "partner_meaning", "quality")
    head = {name: text for name, text in rows[0].items() if name not in dropped}
    totals = [
        {**head, "state_iso3": state, "quantity_value": quantity, "unnamed_value": unnamed}
        for state, quantity in sums.items()
    ]
    return {
        "dyad_month_energy_trade": of_a_year(rows, first),
        "state_month_energy_total": of_a_year(totals, first),
    }


BUYERS = [imports("RUS", 90.0, state) for state in ("FIN", "SRB", "GRC", "ITA", "FRA")]


def energy(folder):
    rows = shares(folder, "dyad_year_energy").filter(pl.col("supplier_iso3") == "RUS")
    return {
        row[0]: row[1:] for row in rows.select("state_iso3", "low_share", "high_share", "supply_share").rows()
    }


def test_gas_over_transit_states_is_known_within_bounds_only(tmp_path):
    rows = [*BUYERS, imports("SVK", 80.0), imports("NOR", 20.0), imports("NOR", 10.0, "ITA")]
    put_tables(tmp_path, fuel_tables(rows, unnamed=0.0))
    found = energy(tmp_path)
    assert found["AUT"] == (0.0, 0.8, None)
    assert found["ITA"] == (0.9, 0.9, 0.9)
    assert found["FIN"] == (1.0, 1.0, 1.0)


def test_unnamed_partners_widen_the_share_and_too_many_end_it(tmp_path):
    put_tables(tmp_path, fuel_tables(BUYERS, unnamed=10.0))
    assert energy(tmp_path)["SRB"] == (0.9, 1.0, 0.9)
    put_tables(tmp_path, fuel_tables(BUYERS, unnamed=100.0))
    assert energy(tmp_path) == {}


def test_a_year_of_fewer_months_gives_no_share(tmp_path):
    put_tables(tmp_path, fuel_tables(BUYERS, unnamed=0.0, first=2))
    assert energy(tmp_path) == {}


def reactor(number, start, end, *, is_vver):
    row = {"reactor_id": number, "iso3": "HUN", "name_text": "x", "status_text": "x", "is_vver": is_vver}
    return {**row, "from_date": start, "to_date": end, "capacity_mw": 500.0}


def test_reactor_capacity_of_each_year_end(tmp_path):
    rows = [
        reactor("1", date(1983, 1, 1), None, is_vver=True),
        reactor("2", date(2000, 1, 1), date(2020, 6, 1), is_vver=False),
        reactor("3", None, None, is_vver=False),
    ]
    put_tables(tmp_path, {"event_reactor": rows})
    found = dict(shares(tmp_path, "dyad_year_energy").select("year", "supply_share").rows())
    assert found[2019] == 0.5
    assert found[2020] == found[2023] == 1.0
    assert max(found) == 2023


def test_aid_as_a_grade_in_spells(tmp_path):
    def aid(donor, month, billion):
        kinds = ("total", "financial", "humanitarian", "military")
        row = {"donor_iso3": donor, "recipient_iso3": "UKR", "month_date": month}
        return {**row, **{f"{kind}_billion_eur": billion for kind in kinds}}

    rows = [
        aid("DNK", date(2022, 1, 1), 0.0),
        aid("DNK", date(2022, 3, 1), 3.0),
        aid("DNK", date(2024, 6, 1), 0.1),
        aid("IRL", date(2022, 1, 1), 0.0),
        aid("PRT", date(2022, 4, 1), 0.01),
    ]
    output = [
        {"iso3": iso3, "year": 2021, "gdp_usd": 4e11, "quality": "reported"} for iso3 in ("DNK", "IRL", "PRT")
    ]
    put_tables(tmp_path, {"dyad_month_aid": rows, "state_year_gdp": output})
    spells = shares(tmp_path, "dyad_spell_aid").select("donor_iso3", "from_date", "to_date", "grade").rows()
    assert spells == [
        ("DNK", date(2022, 1, 1), date(2022, 3, 1), 0),
        ("DNK", date(2022, 3, 1), None, 3),
        ("IRL", date(2022, 1, 1), None, 0),
        ("PRT", date(2022, 1, 1), date(2022, 4, 1), 0),
        ("PRT", date(2022, 4, 1), date(2023, 4, 1), 1),
        ("PRT", date(2023, 4, 1), None, 0),
    ]


def test_a_share_is_known_when_all_its_inputs_were(tmp_path):
    put_tables(tmp_path, MIRRORED, day=date(2024, 5, 1))
    early = Store(tmp_path).read("dyad_year_trade", date(2024, 4, 30))
    assert "made_up" not in early["source_id"]
    late = Store(tmp_path).read("dyad_year_trade", date(2024, 5, 1))
    assert "made_up" in late["source_id"]


def test_without_published_values_the_package_answers(tmp_path):
    for derivation in DERIVATIONS:
        assert derivation.table in FACT_TABLES
        assert derivation.rule
        assert Store(tmp_path).read(derivation.table).equals(Store(None).read(derivation.table))
