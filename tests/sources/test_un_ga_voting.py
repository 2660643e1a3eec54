"""The publisher's file of General Assembly votes, in each of its layouts."""

import polars as pl
import pytest

from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.check import SAMPLE_DAY, sample_context
from standpunkt.sources.connector.reading.context import Context, Received


@pytest.fixture(scope="module")
def connector():
    return find_connector("un_ga_voting")


def read(connector, content):
    files = {"votes": (Received("made_up.csv", content),)}
    context = Context(connector.source_id, connector.declaration, connector.folder, SAMPLE_DAY, files)
    return connector.reader()(context)


@pytest.fixture(scope="module")
def newest(connector):
    return connector.reader()(sample_context(connector))


@pytest.mark.parametrize("layout", ["layout_v1.csv", "layout_2025_03.csv"])
def test_older_layouts_give_the_same_rows(connector, newest, layout):
    found = read(connector, (connector.folder / "sample" / layout).read_bytes())
    for table, frame in newest.tables.items():
        assert frame.equals(found.tables[table]), table


def test_the_edition_of_september_2024_tells_the_same_votes_and_its_sessions_by_symbol(connector, newest):
    found = read(connector, (connector.folder / "sample" / "layout_2024_09.csv").read_bytes())
    assert found.tables["state_roll_call_vote"].equals(newest.tables["state_roll_call_vote"])
    calls = dict(found.tables["roll_call_resolution"].select("roll_call_id", "session").rows())
    assert calls["A_RES_68_262"] == "68"
    unnamed = next(name for name in calls if name.startswith("GA_"))
    assert calls[unnamed] == "unknown"


def test_absent_is_never_merged_with_abstain(newest):
    votes = newest.tables["state_roll_call_vote"].filter(pl.col("roll_call_id") == "A_RES_68_262")
    assert dict(votes.select("iso3", "vote").rows())["IRN"] == "absent"
    assert dict(votes.select("iso3", "vote").rows())["KAZ"] == "abstain"


def test_roll_call_whose_totals_are_off_is_quarantined_as_a_whole(newest):
    off = newest.quarantine.filter(pl.col("rule_code") == "tally")
    assert set(off["value_text"]) == {"1000004", "1000007"}
    kept = newest.tables["state_roll_call_vote"]["roll_call_id"].unique()
    assert not set(kept) & {"A_RES_75_1", "A_RES_75_4"}


def test_symbols_are_written_in_one_way_and_missing_ones_named_by_their_votes(newest):
    ids = set(newest.tables["roll_call_resolution"]["roll_call_id"])
    assert {"A_RES_68_262", "A_RES_51_17"} <= ids
    assert any(one.startswith("GA_2021_11_") for one in ids)


def test_dates_before_2003_count_from_the_end_of_their_month(newest):
    calls = newest.tables["roll_call_resolution"].filter(pl.col("roll_call_id") == "A_RES_51_17")
    assert calls["known_from_date"].cast(pl.String).to_list() == ["1996-11-30"]


def test_successor_codes_stand_for_their_predecessors(newest):
    votes = newest.tables["state_roll_call_vote"].filter(pl.col("roll_call_id") == "A_RES_50_3")
    assert set(votes["iso3"]) == {"NAM", "RUS", "DEU"}
