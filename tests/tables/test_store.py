"""Starter rows and fetched rows in one table."""

from datetime import date

import polars as pl
import pytest

from standpunkt.tables.registry import key_columns
from standpunkt.tables.starter import read_starter
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Release, UnitAccount, Warehouse
from standpunkt.vocabulary.provenance import Source

NO_QUARANTINE = pl.DataFrame(schema={"unit": pl.String})


def put(folder, table, rows, source_id="made_up", precedence=50, day=date(2024, 1, 1)):
    source = Source(
        source_id=source_id,
        publisher="Nobody",
        title="Made up",
        address="https://example.org",
        licence_text="none",
        may_redistribute="yes",
        citation="Nobody: Made up",
    )
    release = Release(
        source=source,
        snapshot_id=f"{source_id}@{day}.{len(rows):08d}",
        reader_key=str(hash(str(rows))),
        precedence=precedence,
        consulted_date=day,
        proof="none",
        seconds=0.0,
        accounts=(UnitAccount(unit="all", row_count=len(rows), kept_count=len(rows)),),
        tables={},
    )
    schema = read_starter(table).drop("row_key").schema
    frame = pl.DataFrame([{**fact(source_id, day), **row} for row in rows], schema=dict(schema), orient="row")
    frame = frame.with_columns(
        pl.lit(release.snapshot_id).alias("snapshot_id"), pl.lit(1, pl.Int64).alias("row_in_snapshot")
    )
    return Warehouse(folder).write(release, {table: frame.sort(key_columns(table))}, NO_QUARANTINE)


def fact(source_id, day):
    return {
        "source_id": source_id,
        "address": "https://example.org",
        "consulted_date": day,
        "known_from_date": day,
        "verification": "official",
    }


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


@pytest.mark.parametrize("table", ["dyad_year_trade"])
def test_curated_shares_are_added_to_but_not_replaced(tmp_path, table):
    own = read_starter(table).row(0, named=True)
    same = {name: own[name] for name in own if name not in {"row_key", *fact("", None)}}
    put(tmp_path, table, [same, {**same, "partner_iso3": "AND", "bound": "exact"}])
    rows = Store(tmp_path).read(table).filter(pl.col("state_iso3") == own["state_iso3"])
    by_key = dict(rows.select("row_key", "source_id").rows())
    assert by_key[own["row_key"]] == own["source_id"]
    assert "made_up" in by_key.values()


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
