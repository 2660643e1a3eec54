"""`standpunkt fetch`, killed at fifty random moments of its life, over HTTP from a server on this machine."""

import itertools
import os
import subprocess
import sys
from datetime import date
from functools import cache

import polars as pl
import pytest

from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse
from standpunkt.vocabulary.states import members
from tests.pipeline.killing import SOURCE as SRC
from tests.pipeline.killing import Runner, parts

KILLS = int(os.environ.get("STANDPUNKT_KILLS", "50"))
SOURCE = "worldbank_indicators"
UNITS = {"population": "state_year_population", "gdp": "state_year_gdp"}
VALUES = {"state_year_population": "population_persons", "state_year_gdp": "gdp_usd"}
YEARS = range(2005, 2025)
pytestmark = pytest.mark.slow


@cache
def edition(number: int) -> pl.DataFrame:
    """Made-up values: each edition corrects another tenth of them, so no two editions are alike."""
    codes = [state.iso3 for state in members(on=date(2024, 1, 1))]
    keys = list(itertools.product(codes, YEARS))
    values = [1000 + index + (number if index % 10 == number % 10 else 0) for index in range(len(keys))]
    return pl.DataFrame({"iso3": [key[0] for key in keys], "year": [key[1] for key in keys], "value": values})


def publish(site, number: int) -> None:
    """Puts an edition on the server."""
    rows = edition(number).select(
        pl.lit("made up").alias("Country Name"),
        pl.col("iso3").alias("Country Code"),
        pl.col("year").alias("Year"),
        pl.col("value").alias("Value"),
    )
    for unit in UNITS:
        site.files[f"/{SOURCE}/{unit}.csv"] = rows.write_csv().encode()


def shown(data, table: str) -> pl.DataFrame:
    """What the warehouse says now, as an edition."""
    warehouse = Warehouse(data)
    release = warehouse.release(SOURCE)
    assert release is not None
    rows = warehouse.rows(release, table)
    assert rows.height == release.tables[table].row_count
    return rows.select(
        "iso3", pl.col("year").cast(pl.Int64), pl.col(VALUES[table]).cast(pl.Int64).alias("value")
    )


def check(data, allowed: list[int]) -> None:
    """The store is valid and whole: every table is of one and the same edition, old or new."""
    shelf, warehouse = Shelf(data, SOURCE), Warehouse(data)
    for snapshot in shelf.every()[-3:]:
        for file in snapshot.files:
            shelf.content_of(snapshot, file)
    for path in (data / "warehouse").glob("*/*.parquet"):
        pl.read_parquet(path)
    release = warehouse.release(SOURCE)
    if release is None:
        return
    fitting = [
        number
        for number in allowed
        if all(shown(data, table).equals(edition(number).sort("iso3", "year")) for table in UNITS.values())
    ]
    assert fitting, f"the store holds none of the editions {allowed}, or half of one"
    for table in UNITS.values():
        assert warehouse.history(release, table) is not None or release.tables[table].history_file is None
        assert Store(data).read(table).height >= edition(0).height


def leftovers(data) -> list[str]:
    """What an unfinished run left lying about."""
    incoming = list((data / "snapshots").rglob(".incoming/*"))
    return sorted(str(path) for path in [*data.rglob("*.part"), *data.rglob("*.copy"), *incoming])


def test_fetch_killed_at_fifty_random_moments(site, tmp_path):
    data = tmp_path / "data"
    words = ["--data", data, "fetch", SOURCE, "--mirror", site.address]
    site.files[f"/{SOURCE}/index.json"] = b'["population.csv", "gdp.csv"]'
    site.chunk_pause = 0.01
    with Runner() as runner:
        publish(site, 0)
        first = runner.run(*words)
        assert first.code == 0, first.text
        publish(site, 1)
        whole, killed = runner.run(*words).seconds, 0
        for number, part in enumerate(parts(KILLS), start=2):
            publish(site, number)
            killed += runner.run(*words, kill_after=whole * part).code is None
            check(data, [number - 1, number])
            done = runner.run(*words)
            assert done.code == 0, done.text
            check(data, [number])
            assert not leftovers(data)
            if killed == KILLS:  # a run on a machine that is quick again may end before it is killed
                break
    assert killed == KILLS


def test_two_fetches_at_once_wait_for_each_other(site, tmp_path):
    data = tmp_path / "data"
    publish(site, 0)
    site.files[f"/{SOURCE}/index.json"] = b'["population.csv", "gdp.csv"]'
    site.chunk_pause = 0.02
    command = [
        sys.executable,
        "-m",
        "standpunkt",
        "--data",
        str(data),
        "fetch",
        SOURCE,
        "--mirror",
        site.address,
    ]
    running = [subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(SRC)}) for _each in range(2)]
    assert [one.wait(timeout=120) for one in running] == [0, 0]
    check(data, [0])
    assert len(Shelf(data, SOURCE).every()) == 1
    assert not leftovers(data)
