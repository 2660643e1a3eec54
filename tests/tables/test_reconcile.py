"""Two sources of the same facts."""

import polars as pl

from standpunkt.tables.compare.reconcile import compare_frames, compare_starter, reconcile_sources
from standpunkt.tables.store import Store


def votes(*rows: tuple[str, str, str]):
    return pl.DataFrame(list(rows), schema=["roll_call_id", "iso3", "vote"], orient="row")


def test_common_keys_agree_or_are_shown():
    left = votes(("A_RES_1", "DEU", "yes"), ("A_RES_1", "FRA", "no"), ("A_RES_2", "DEU", "yes"))
    right = votes(("A_RES_1", "DEU", "yes"), ("A_RES_1", "FRA", "abstain"), ("A_RES_3", "DEU", "yes"))
    found = compare_frames("state_roll_call_vote", [("one", left), ("two", right)])
    assert (found.shared_count, found.agreeing_count) == (2, 1)
    assert (found.first_only_count, found.second_only_count) == (1, 1)
    assert found.differences == ("A_RES_1|FRA: vote no / abstain",)
    assert found.agreeing_share == 0.5


def test_numbers_agree_within_half_a_percent_and_empty_cells_do_not_count():
    columns = {"iso3": ["DEU", "FRA"], "year": [2020, 2020]}
    left = pl.DataFrame({**columns, "gdp_usd": [100.0, 100.0], "quality": ["reported", None]})
    right = pl.DataFrame({**columns, "gdp_usd": [100.4, 102.0], "quality": [None, "reported"]})
    found = compare_frames("state_year_gdp", [("one", left), ("two", right)])
    assert found.agreeing_count == 1


def test_without_releases_there_is_nothing_to_compare(tmp_path):
    assert reconcile_sources(Store(None)) == reconcile_sources(Store(tmp_path)) == []
    assert compare_starter(Store(None)) == compare_starter(Store(tmp_path)) == []
