"""A newcomer adds a source by one folder: the walks of CONTRIBUTING.md and of docs/guides/add-a-source.md."""

import re
from dataclasses import replace
from pathlib import Path

import polars as pl

from standpunkt.sources.connector.catalogue import every_connector
from standpunkt.sources.connector.check import check_connector, sample_context, write_expected
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "add-a-source.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"


def block(kind, page=GUIDE):
    found = re.search(rf"```{kind}\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def written(folder, files):
    (folder / "sample").mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (connector,) = every_connector(folder.parent)
    write_expected(connector)
    return connector


def test_the_guide_leads_to_a_source_that_passes(tmp_path):
    files = {"source.yml": block("yaml"), "sample/made_up_watched_goods.csv": block("csv")}
    connector = written(tmp_path / "example_goods", files)
    assert list(check_connector(connector)) == []
    reading = connector.reader()(sample_context(connector))
    (account,) = reading.accounts
    assert (account.row_count, account.kept_count) == (5, 2)
    assert account.ignored == {"class_not_wanted": 1}
    assert account.quarantined == {"no_date": 1, "unknown_category": 1}
    codes = reading.tables["listing_product"].select(pl.col("product_hs6")).to_series().to_list()
    assert codes == ["010121", "854231"]


def test_the_walk_of_contributing_leads_from_documentation_to_rows_in_the_store(tmp_path, site):
    sample = block("json", CONTRIBUTING)
    files = {
        "source.yml": block("yaml", CONTRIBUTING),
        "names.csv": block("csv", CONTRIBUTING),
        "sample/made_up_population.json": sample,
    }
    connector = written(tmp_path / "sources" / "worldbank_population", files)
    assert list(check_connector(connector)) == []

    site.files["/population"] = sample.encode()
    (file,) = connector.declaration.files
    there = file.model_copy(update={"address": f"{site.address}/population"})
    update = {"files": (there,), "quarantine_share_max": 1.0}
    local = replace(connector, declaration=connector.declaration.model_copy(update=update))
    data = tmp_path / "data"
    snapshot = fetch_source(local, Options(data, exempt=frozenset({site.host}))).snapshot
    release, _is_read = load_release(local, snapshot, Shelf(data, local.source_id), Warehouse(data))
    (account,) = release.accounts
    assert (account.row_count, account.kept_count) == (4, 1)
    assert account.ignored == {"countryiso3code_is_aggregate": 1, "value_empty": 1}
    assert account.quarantined == {"unknown_state": 1}
    rows = Store(data).read("state_year_population").filter(pl.col("source_id") == "worldbank_population")
    assert rows.select("iso3", "year", "population_persons").rows() == [("NAM", 2022, 2600000)]
    assert rows["known_from_date"].cast(pl.String).to_list() == ["2023-07-01"]


def test_contributing_quotes_what_the_shipped_connector_declares():
    shipped = next(one for one in every_connector() if one.source_id == "worldbank_indicators")
    addresses = {file.address for file in shipped.declaration.files if file.address}
    quoted = re.search(r"address: (\S+)\n\s+form: json", block("yaml", CONTRIBUTING))
    assert quoted is not None
    assert quoted[1] in addresses
