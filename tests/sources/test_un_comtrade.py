"""UN Comtrade over real http: preview without a key, the full service with one, limits and cut answers."""

import json
from dataclasses import replace

import polars as pl
import pytest

from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.plan import requests_of, wanted_files
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse
from standpunkt.vocabulary.errors.sources import LayoutError, QuotaError, RowLimitError
from tests.sources.conftest import Answer

VARIABLE = "COMTRADE_KEY"
LETTERS = "made-up-letters"
ORIGIN = "https://comtradeapi.un.org"


@pytest.fixture
def sample():
    path = find_connector("un_comtrade").folder / "sample" / "comtrade_preview_A_2099_643_M.json"
    return json.loads(path.read_text())["data"][0]


def answer(*rows: dict[str, object]):
    return json.dumps({"elapsedTime": "0 secs", "count": len(rows), "data": rows, "error": ""}).encode()


@pytest.fixture
def comtrade(site):
    """The connector on the local server, for two years, quick and with three calls a day."""
    connector = find_connector("un_comtrade")
    files = []
    for file in connector.declaration.files:
        each = {**file.each, "period": ("2020..2021" if file.unit.endswith("year") else "202001",)}
        address = file.address.replace(ORIGIN, site.address)
        files.append(file.model_copy(update={"address": address, "each": each}))
    access = connector.declaration.access.model_copy(update={"rate_per_second": 1000.0, "burst": 100})
    update = {"files": tuple(files), "access": access}
    return replace(connector, declaration=connector.declaration.model_copy(update=update))


def serve(site, comtrade, *, has_key, rows=()):
    paths = [
        request.address.removeprefix(site.address)
        for file in wanted_files(comtrade.declaration, has_key=has_key)
        for request in requests_of(file)
    ]
    site.files |= dict.fromkeys(paths, answer(*rows))
    return paths


def load(comtrade, data, site):
    snapshot = fetch_source(comtrade, Options(data, exempt=frozenset({site.host}))).snapshot
    release, _read = load_release(comtrade, snapshot, Shelf(data, "un_comtrade"), Warehouse(data))
    return release


def test_without_a_key_the_preview_gives_partners_of_russia(comtrade, site, sample, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    paths = serve(site, comtrade, has_key=False)
    assert all(path.startswith("/public/v1/preview/C/A/HS?") for path in paths)
    imports = next(path for path in paths if "period=2020&partnerCode=643&flowCode=M" in path)
    site.files[imports] = answer(sample | {"period": "2020", "refYear": 2020})
    load(comtrade, tmp_path, site)
    rows = Store(tmp_path).read("dyad_year_trade_value").filter(pl.col("source_id") == "un_comtrade")
    assert rows.select("exporter_iso3", "importer_iso3", "year", "value_usd", "reporter_side").rows() == [
        ("RUS", "AUT", 2020, 77.0, "importer")
    ]
    assert all("ocp-apim-subscription-key" not in headers for _path, headers in site.seen)


def test_with_a_key_the_full_service_is_asked_and_it_is_written_nowhere(
    comtrade, site, tmp_path, monkeypatch
):
    monkeypatch.setenv(VARIABLE, LETTERS)
    paths = serve(site, comtrade, has_key=True)
    assert {path.partition("?")[0] for path in paths} == {"/data/v1/get/C/A/HS", "/data/v1/get/C/M/HS"}
    busy = paths[0]
    site.plans[busy] = [
        Answer(429, b"slow down", {"Retry-After": "0"}),
        Answer(500, b"oops", {"Retry-After": "0"}),
    ]
    load(comtrade, tmp_path, site)
    assert len(site.requests(busy)) == 3
    assert {headers["ocp-apim-subscription-key"] for _path, headers in site.seen} == {LETTERS}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not [path for path in written if LETTERS.encode() in path.read_bytes()]


def test_the_daily_limit_stops_and_no_question_is_asked_twice(comtrade, site, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    paths = serve(site, comtrade, has_key=False)
    access = comtrade.declaration.access.model_copy(update={"per_day": 3})
    limited = replace(comtrade, declaration=comtrade.declaration.model_copy(update={"access": access}))
    quota = tmp_path / "snapshots" / "un_comtrade" / "quota.json"
    for _day in range(2):
        with pytest.raises(QuotaError):
            load(limited, tmp_path, site)
        quota.write_text(json.dumps({"day": "2000-01-01", "used": 3}))
    load(limited, tmp_path, site)
    assert sorted(path for path, _headers in site.seen) == sorted(paths)


def test_a_cut_answer_and_a_renamed_column_are_refused(comtrade, site, sample, tmp_path, monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    paths = serve(site, comtrade, has_key=False)
    site.files[paths[0]] = answer(*[sample] * 500)
    with pytest.raises(RowLimitError, match="500"):
        load(comtrade, tmp_path / "cut", site)
    renamed = {("value" if name == "primaryValue" else name): cell for name, cell in sample.items()}
    site.files[paths[0]] = answer(renamed)
    with pytest.raises(LayoutError, match="primaryValue"):
        load(comtrade, tmp_path / "renamed", site)
