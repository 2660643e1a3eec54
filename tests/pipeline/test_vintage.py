"""A build as of an earlier day rests on what was known then, and leaves the current version alone."""

from datetime import date

import polars as pl

from standpunkt.pipeline.build import Options, build
from standpunkt.tables.version import has_version

DAY = date(2022, 12, 31)


def test_facts_that_became_known_later_are_left_out(tmp_path):
    found = build("russia_ukraine", tmp_path, Options("starter", "2022-12", DAY, 200))
    facts = found.read("fact")
    assert facts.height > 1000
    assert facts["known_from_date"].max() <= DAY
    assert not has_version(tmp_path, "russia_ukraine")
    votes = facts.filter(pl.col("table_name") == "roll_call_resolution")["row_key"].to_list()
    assert "A_RES_ES_11_5" in votes
    assert "A_RES_ES_11_6" not in votes
