"""The detectors speak on every source of a table, and a strict fetch stops at what they say."""

from datetime import date

import polars as pl
import pytest

from standpunkt.cli.app import main
from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.flags import flag_counts, flagged
from standpunkt.sources.connector.reading.sheet import Sheet

CODES = ["AFG", "ALB", "ARM", "AUT", "AZE", "BEL", "BGR", "BLR", "BRA", "CAN", "CHE", "CHN", "CYP"]
CODES += ["CZE", "DEU", "DNK", "EGY", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HUN", "IND"]


def values(factor):
    rows = [
        {
            "exporter_iso3": "RUS",
            "importer_iso3": code,
            "series_id": "made_up",
            "year": year,
            "value_usd": (1e8 + number * 3e6) * (factor(number) if year == 2023 else 1),
            "value_eur": None,
            "reporter_side": "exporter",
            "quality": "reported",
            "flag_codes": "reporter_silent" if code == "AFG" else None,
        }
        for number, code in enumerate(CODES)
        for year in (2022, 2023)
    ]
    return pl.DataFrame(rows, schema_overrides={"value_eur": pl.Float64, "flag_codes": pl.String})


def test_one_factor_for_all_partners_is_flagged_whoever_publishes_it():
    found = flagged(values(lambda _number: 0.712), "dyad_year_trade_value")
    grown = found.filter(pl.col("year") == 2023)
    assert grown["quality"].unique().to_list() == ["imputed_by_publisher"]
    assert set(grown["flag_codes"]) == {"one_growth_factor", "reporter_silent;one_growth_factor"}
    before = found.filter(pl.col("year") == 2022)
    assert before["quality"].unique().to_list() == ["reported"]
    assert flag_counts({"dyad_year_trade_value": found}) == {"one_growth_factor": 25, "reporter_silent": 2}


def test_honest_growth_and_other_tables_stay_as_they_are():
    honest = values(lambda number: 1 + number / 50)
    assert flagged(honest, "dyad_year_trade_value").equals(honest)
    assert flagged(honest, "state_year_gdp").equals(honest)


@pytest.mark.parametrize(("spread", "flag"), [(0.0, "flat_months"), (1.0, None)])
def test_a_year_spread_evenly_over_months_is_flagged(spread, flag):
    rows = pl.DataFrame(
        {
            "state_iso3": "CHN",
            "supplier_iso3": "RUS",
            "commodity": "oil",
            "unit_code": "tonnes",
            "series_id": "made_up",
            "month_date": [date(2020, month, 1) for month in range(1, 13)],
            "quantity_value": [100.0 + spread * month for month in range(1, 13)],
            "quality": "reported",
            "flag_codes": pl.Series([None] * 12, dtype=pl.String),
        }
    )
    found = flagged(rows, "dyad_month_energy_trade")
    assert found["flag_codes"].unique().to_list() == [flag]


def test_an_unknown_name_that_sounds_like_a_group_is_called_one(tmp_path):
    known = find_connector("armstat_trade")
    texts = ["Germany", "Extra-EU27 (2020)", "World not specified", "Atlantis"]
    frame = pl.DataFrame({"country": texts, "row_in_snapshot": [1, 2, 3, 4]})
    sheet = Sheet(
        "made_up", "x", "x.csv", frame, known.declaration.model_copy(update={"bounds": {}}), tmp_path
    )
    sheet.add_state("country", "iso3", "en")
    assert sheet.account().quarantined == {"suspected_group": 2, "unknown_state": 1}


def fetch(tmp_path, *words: str):
    return main(["--data", str(tmp_path / "data"), "--lang", "en", "fetch", "bis_priority_items", *words])


def test_strict_fetch_names_what_is_odd_and_ends_with_one(tmp_path, capsys):
    folder = tmp_path / "mirror" / "bis_priority_items"
    folder.mkdir(parents=True)
    path = folder / "chpl_2023-01-01.csv"
    path.write_text("hs6,tier,list_version\n854231,1,2023-01-01\n854232,1,2023-01-01\n")
    mirror = ("--mirror", str(tmp_path / "mirror"))
    assert fetch(tmp_path, *mirror) == 0
    assert fetch(tmp_path, *mirror, "--strict") == 1
    assert "bis_priority_items: snapshot provenance_incomplete" in capsys.readouterr().out
    path.with_name(path.name + ".json").write_text('{"address": "https://example.org/x"}')
    (tmp_path / "other").mkdir()
    assert fetch(tmp_path / "other", *mirror, "--strict") == 0
