"""From a derived share to the rows of the files behind it."""

import json

import polars as pl
import pytest

from standpunkt.cli.app import main
from standpunkt.pipeline.fetching import FetchRequest, fetch_sources
from standpunkt.pipeline.trace import trace
from standpunkt.tables.starter import read_starter
from standpunkt.vocabulary.errors.tables import UnknownRowError


@pytest.fixture
def data(tmp_path):
    """A data folder with a year of Armenia's statistics, made up."""
    folder = tmp_path / "mirror" / "armstat_trade"
    folder.mkdir(parents=True)
    rows = [
        {
            "country": country,
            "year": 2021,
            "month": month,
            "export": amount,
            "import_origin": amount,
            "import_consignment": amount,
            "date": "x",
        }
        for month in range(1, 13)
        for country, amount in (("Russian Federation", 30.0), ("Georgia", 70.0))
    ]
    pl.DataFrame(rows).write_parquet(folder / "armenia_trade_2021.parquet")
    outcome = fetch_sources(tmp_path / "data", FetchRequest(("armstat_trade",), str(tmp_path / "mirror")))
    assert outcome.failures == ()
    return tmp_path / "data"


def test_a_derived_share_leads_to_rows_of_the_stored_file(data):
    share, *inputs = trace("dyad_year_trade", "ARM|RUS|2021|export", data)
    assert share["content"]["trade_share"] == pytest.approx(0.3)
    assert (share["level"], share["row"]) == (0, None)
    assert [row["level"] for row in inputs] == [1, 1, 1]
    assert [row["row_key"] for row in inputs] == [
        "ARM|RUS|armstat|2021-01-01",
        "ARM|RUS|armstat|2021-12-01",
        "ARM|WORLD|export|2021|armstat",
    ]
    assert [row["row"] for row in inputs] == [1, 23, 1]
    (path,) = {file for row in inputs for file in row["files"]}
    assert path.endswith("armenia_trade_2021.parquet")


def test_a_fact_of_the_package_leads_to_its_file(tmp_path, capsys):
    key = read_starter("dyad_spell_arms_supply")["row_key"][0]
    assert main(["--data", str(tmp_path), "--json", "tables", "trace", "dyad_spell_arms_supply", key]) == 0
    (row,) = json.loads(capsys.readouterr().out)["result"]
    assert row["files"] == ["starter/dyad_spell_arms_supply.csv"]
    assert row["address"].startswith("http")


def test_an_unknown_key_is_refused(tmp_path):
    with pytest.raises(UnknownRowError, match="has no row 'XXX'"):
        trace("dyad_spell_arms_supply", "XXX", tmp_path)
