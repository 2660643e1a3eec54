"""The package's facts, made anew from what was fetched."""

from datetime import date

import polars as pl
import pytest

from standpunkt.tables.check import check_starter
from standpunkt.tables.compare.rebuild import rebuild_starter, write_starter
from standpunkt.tables.starter import STARTER_FOLDER, read_starter, starter_register, starter_tables
from standpunkt.tables.store import Store
from tests.tables.fetched import put_tables, source_of


def gdp(iso3, year, value):
    return {"iso3": iso3, "year": year, "gdp_usd": value, "quality": "reported"}


def test_counts_say_what_stays_changes_comes_in_and_nobody_gives(tmp_path):
    own = {
        row[0]: row[1]
        for row in read_starter("state_year_gdp")
        .filter(pl.col("year") == 2020)
        .select("iso3", "gdp_usd")
        .rows()
    }
    rows = [gdp("DEU", 2020, own["DEU"] * 1.001), gdp("FRA", 2020, own["FRA"] * 2)]
    rows += [gdp("PRK", 2020, 1.0), gdp("DEU", 1975, 1.0)]
    put_tables(tmp_path, {"state_year_gdp": rows})
    (found,) = rebuild_starter(Store(tmp_path))
    count = read_starter("state_year_gdp").height
    assert (found.same_count, found.changed_count, found.added_count, found.kept_count) == (
        1,
        1,
        1,
        count - 2,
    )
    assert found.rows.height == count + 1
    assert found.changes[0].startswith("FRA|2020: gdp_usd ")


def test_written_tables_are_facts_of_the_same_rules(tmp_path):
    put_tables(tmp_path, {"state_year_gdp": [gdp("DEU", 2020, 1.0)]})
    out = tmp_path / "out"
    files = write_starter(rebuild_starter(Store(tmp_path)), out, (source_of("made_up"),))
    assert {path.name for path in files} == {
        path.name for path in STARTER_FOLDER.iterdir() if path.suffix != ".py"
    }
    assert starter_register(out).source("made_up") == source_of("made_up")
    for table in starter_tables():
        rows, before = read_starter(table, out), read_starter(table)
        assert rows.height == before.height
        assert rows.equals(before) == (table != "state_year_gdp")
    assert [issue for issue in check_starter(out) if issue.severity == "stop"] == []


def test_without_a_fetch_nothing_is_rebuilt(tmp_path):
    assert rebuild_starter(Store(tmp_path)) == []


@pytest.mark.parametrize(("terms", "share"), [("no", (0.12, 0.12, 0.13)), ("yes", (0.1239, 0.1239, 0.1239))])
def test_shares_of_closed_sources_become_single_figures(tmp_path, terms, share):
    row = {"state_iso3": "TUR", "partner_iso3": "RUS", "year": 2021, "flow": "total", "bound": "about"}
    row |= {"low_share": 0.12394, "high_share": 0.12394, "trade_share": 0.12394}
    release = put_tables(tmp_path, {"dyad_year_trade": [row]})
    record = tmp_path / "warehouse" / "releases" / "made_up.json"
    record.write_text(
        release.model_copy(
            update={"source": release.source.model_copy(update={"may_redistribute": terms})}
        ).model_dump_json()
    )
    (found,) = rebuild_starter(Store(tmp_path))
    mine = found.rows.filter(pl.col("source_id") == "made_up")
    assert mine.select("trade_share", "low_share", "high_share").rows() == [share]


def test_an_earlier_answer_of_a_living_list_stays_in_the_rebuilt_table(tmp_path):
    table = "state_declaration_spell_support"
    own = read_starter(table)
    twice = own.filter(pl.col("row_key").is_duplicated()).row(0, named=True)
    given = {name: twice[name] for name in ("iso3", "declaration_id", "from_date", "status", "to_date")}
    put_tables(tmp_path, {table: [given]}, day=date(2026, 1, 1))
    (found,) = rebuild_starter(Store(tmp_path))
    days = found.rows.filter(pl.col("row_key") == twice["row_key"])["known_from_date"].sort().to_list()
    assert days == [twice["known_from_date"], date(2026, 1, 1)]
