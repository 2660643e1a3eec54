"""A living list in two snapshots: what held when, and what was known when; and what differs between them."""

import json
from datetime import date

import polars as pl
import pytest

from standpunkt.cli.app import main
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store

SOURCE, TABLE = "fdfa_buergenstock", "state_declaration_spell_support"
HEAD = "iso3,status,date,source\n"
FIRST = "DEU,signed,2024-06-16,x\nNAM,signed,2024-06-16,x\nITA,signed,2024-06-16,x\n"
SECOND = "DEU,signed,2024-06-16,x\nNAM,signed_then_withdrew,2024-06-17,x\nITA,signed,2024-06-16,x\n"
SECOND += "FRA,joined_later,2024-06-18,x\n"


@pytest.fixture
def data(tmp_path):
    """A data folder that fetched the list on 16 June and again, changed, on 18 June."""
    folder = tmp_path / "mirror" / SOURCE
    folder.mkdir(parents=True)
    for day, rows in (("2024-06-16", FIRST), ("2024-06-18", SECOND)):
        path = folder / f"buergenstock_{day}.csv"
        path.write_text(HEAD + rows)
        side = {"address": "https://example.org/list", "retrieved_at": f"{day}T18:00:00"}
        path.with_name(path.name + ".json").write_text(json.dumps(side))
        words = ["--data", str(tmp_path / "data"), "fetch", SOURCE, "--mirror", str(tmp_path / "mirror")]
        assert main(words) == 0
    return tmp_path / "data"


def supporters(data, held: date, known: date):
    rows = Store(data).read(TABLE, known).filter(pl.col("source_id") == SOURCE)
    holds = (pl.col("from_date") <= held) & (pl.col("to_date").is_null() | (pl.col("to_date") > held))
    mine = rows.filter(holds & pl.col("status").is_in(["signed", "joined"]))
    return sorted(set(mine["iso3"]) & {"DEU", "NAM", "ITA", "FRA"})


@pytest.mark.parametrize(
    ("held", "known", "states"),
    [
        (16, 16, ["DEU", "ITA", "NAM"]),
        (17, 16, ["DEU", "ITA", "NAM"]),  # nobody knew yet that one of them would withdraw
        (16, 18, ["DEU", "ITA", "NAM"]),  # it had signed, whatever came later
        (17, 18, ["DEU", "ITA"]),
        (18, 18, ["DEU", "FRA", "ITA"]),
    ],
)
def test_what_held_and_what_was_known_are_two_questions(data, held, known, states):
    assert supporters(data, date(2024, 6, held), date(2024, 6, known)) == states


def test_two_snapshots_are_compared_by_name(data, capsys):
    before, after = (one.folder_name for one in Shelf(data, SOURCE).every())
    words = ["--data", str(data), "--json", "sources", SOURCE, "--before", before, "--after", after]
    capsys.readouterr()
    assert main(words) == 0
    (row,) = json.loads(capsys.readouterr().out)["result"]
    assert (row["added_count"], row["changed_count"], row["removed_count"]) == (2, 1, 0)
    assert row["keys"] == ["NAM|buergenstock_2024|2024-06-16"]
