"""Starter rows and fetched rows in one table."""

from datetime import date

import polars as pl

from standpunkt.tables.starter import read_starter
from standpunkt.tables.store import Store
from tests.tables.fetched import fact, put_tables


def put(folder, table, rows, source_id="made_up", precedence=50, day=date(2024, 1, 1)):
    return put_tables(folder, {table: rows}, source_id, precedence=precedence, day=day)


def gdp(iso3, value, **more: object):
    return {"iso3": iso3, "year": 2020, "gdp_usd": value, "quality": "reported", **more}


def value(store, iso3, at=None):
    rows = store.read("state_year_gdp", at)
    return rows.filter((pl.col("iso3") == iso3) & (pl.col("year") == 2020))["gdp_usd"].to_list()


def test_without_releases_the_starter_answers(tmp_path):
    assert Store(tmp_path).read("state_year_gdp").equals(Store(None).read("state_year_gdp"))
    assert Store(tmp_path).sources_of("state_year_gdp") == ()


def test_fetched_row_replaces_the_starters_from_the_day_it_is_known(tmp_path):
    before = value(Store(None), "DEU")
    put(tmp_path, "state_year_gdp", [gdp("DEU", 1.0)])
    store = Store(tmp_path)
    assert value(store, "DEU") == [1.0]
    assert value(store, "DEU", date(2023, 12, 31)) == before
    assert value(store, "FRA") == value(Store(None), "FRA")
    assert store.sources_of("state_year_gdp") == ("made_up",)


def test_lower_precedence_wins(tmp_path):
    put(tmp_path, "state_year_gdp", [gdp("DEU", 1.0)], "first", precedence=10)
    put(tmp_path, "state_year_gdp", [gdp("DEU", 2.0), gdp("FRA", 3.0)], "second", precedence=20)
    assert value(Store(tmp_path), "DEU") == [1.0]
    assert value(Store(tmp_path), "FRA") == [3.0]


def test_reviewed_words_of_the_starter_stay(tmp_path):
    own = read_starter("roll_call_resolution").row(0, named=True)
    row = {
        **{name: own[name] for name in own if name not in {"row_key", *fact("", None)}},
        "title_text": "A PUBLISHER'S TITLE",
        "title_de_text": None,
        "is_conflict": False,
        "variant": None,
        "yes_count": 191,
    }
    put(tmp_path, "roll_call_resolution", [row])
    merged = (
        Store(tmp_path).read("roll_call_resolution").filter(pl.col("roll_call_id") == own["roll_call_id"])
    )
    found = merged.row(0, named=True)
    assert found["yes_count"] == 191
    for name in ("title_text", "title_de_text", "is_conflict", "variant"):
        assert found[name] == own[name], name


def test_the_studys_rule_says_which_source_wins(tmp_path):
    put(tmp_path, "state_year_gdp", [gdp("DEU", 1.0)], "first", precedence=10)
    put(tmp_path, "state_year_gdp", [gdp("DEU", 2.0), gdp("AND", 3.0, year=1999)], "second", precedence=20)
    own = value(Store(None), "DEU")
    orders = {("second",): [2.0], ("second", "first"): [2.0], ("starter",): own, ("second", "starter"): [2.0]}
    for order, found in orders.items():
        store = Store(tmp_path, {"state_year_gdp": order})
        assert value(store, "DEU") == found, order
        assert store.order_of("state_year_gdp")[: len(order)] == order
    # Where the package goes first, what only a fetched source has is still added.
    assert "second" in Store(tmp_path, {"state_year_gdp": ("starter",)}).read("state_year_gdp")["source_id"]
    assert value(Store(tmp_path, {"state_year_population": ("second",)}), "DEU") == [1.0]


def test_an_empty_cell_that_says_something_is_not_filled_from_the_package(tmp_path):
    own = read_starter("dyad_year_trade").filter(pl.col("trade_share").is_not_null()).row(0, named=True)
    bounds = {"trade_share": None, "low_share": 0.0, "high_share": 0.01, "bound": "at_most"}
    same = {name: own[name] for name in own if name not in {"row_key", *fact("", None)}} | bounds
    put(tmp_path, "dyad_year_trade", [same])
    found = Store(tmp_path).read("dyad_year_trade").filter(pl.col("row_key") == own["row_key"])
    assert found.select("source_id", *bounds).rows(named=True) == [{"source_id": "made_up", **bounds}]


def test_new_release_changes_only_what_changed(tmp_path):
    put(tmp_path, "state_year_gdp", [gdp("DEU", 1.0), gdp("FRA", 2.0), gdp("ITA", 4.0)])
    rows = [gdp("DEU", 1.0), gdp("FRA", 3.0)]
    release = put(tmp_path, "state_year_gdp", rows, day=date(2024, 6, 1))
    table = release.tables["state_year_gdp"]
    assert (table.added_count, table.changed_count, table.removed_count) == (0, 1, 1)
    store = Store(tmp_path)
    assert value(store, "FRA") == [3.0]
    assert value(store, "FRA", date(2024, 2, 1)) == [2.0]
    assert value(store, "ITA", date(2024, 2, 1)) == [4.0]


def test_coverage_counts_rows_per_source(tmp_path):
    put(tmp_path, "state_year_gdp", [gdp("DEU", 1.0)])
    counts = dict(Store(tmp_path).coverage("state_year_gdp").select("source_id", "row_count").rows())
    assert counts["made_up"] == 1
    assert Store(tmp_path).quarantine("made_up") is None
