"""From a mirror folder, an http mirror or an origin to a snapshot that counts."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from standpunkt.sources.connector.catalogue import Connector, find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source, planned_requests
from standpunkt.sources.connector.mirror import date_in
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    DamagedSnapshotError,
    FetchByHandError,
    HtmlInsteadError,
    MissingFileError,
    OfflineError,
    SourceNotWrittenError,
    TwoFilesError,
)
from tests.sources.conftest import Answer

CHPL = "bis_priority_items"
OLD = b"hs6,tier,list_version\n854231,1,2023-01-01\n854232,1,2023-01-01\n"
NEW = b"hs6,tier,list_version\n854231,2,2023-01-01\n854239,1,2024-01-01\n854290,1,2024-01-01\n"


def load(connector: Connector, options: Options):
    fetched = fetch_source(connector, options)
    shelf = Shelf(options.data_dir, connector.source_id)
    return fetched, load_release(connector, fetched.snapshot, shelf, Warehouse(options.data_dir))


@pytest.fixture
def mirror(tmp_path):
    folder = tmp_path / "mirror" / CHPL
    folder.mkdir(parents=True)
    (folder / "chpl_2023-01-01.csv").write_bytes(OLD)
    return tmp_path / "mirror"


@pytest.fixture
def options(tmp_path, mirror):
    return Options(tmp_path / "data", str(mirror))


@pytest.fixture
def connector():
    return find_connector(CHPL)


def test_mirror_folder_becomes_a_read_only_snapshot(connector, options):
    fetched, (release, is_read) = load(connector, options)
    assert fetched.is_new
    assert is_read
    assert release.tables["listing_product"].row_count == 2
    shelf = Shelf(options.data_dir, CHPL)
    stored = shelf.path_of(fetched.snapshot, fetched.snapshot.files[0])
    assert stored.read_bytes() == OLD
    assert not stored.stat().st_mode & 0o222
    assert fetched.snapshot.issues == ("provenance_incomplete",)


def test_second_fetch_of_the_same_bytes_reads_nothing(connector, options):
    load(connector, options)
    fetched, (_release, is_read) = load(connector, options)
    assert not fetched.is_new
    assert not is_read
    assert len(Shelf(options.data_dir, CHPL).every()) == 1


def test_newest_date_in_the_name_counts_and_old_snapshots_stay(connector, options, mirror):
    load(connector, options)
    (mirror / CHPL / "chpl_2024-01-01.csv").write_bytes(NEW)
    fetched, (release, _is_read) = load(connector, options)
    shelf = Shelf(options.data_dir, CHPL)
    assert fetched.snapshot.files[0].name == "chpl_2024-01-01.csv"
    assert len(shelf.every()) == 2
    table = release.tables["listing_product"]
    assert (table.added_count, table.changed_count, table.removed_count) == (2, 1, 1)


def test_two_files_of_one_date_are_refused(connector, options, mirror):
    (mirror / CHPL / "chpl_2023-01-01_corr.csv").write_bytes(NEW)
    with pytest.raises(TwoFilesError):
        fetch_source(connector, options)


def test_sidecar_gives_address_day_and_checksum(connector, options, mirror):
    side = {"address": "https://example.org/list", "retrieved_at": "2024-03-01T10:00:00", "sha256": "0" * 64}
    path = mirror / CHPL / "chpl_2023-01-01.csv.json"
    path.write_text(json.dumps(side))
    with pytest.raises(ChecksumError):
        fetch_source(connector, options)
    del side["sha256"]
    path.write_text(json.dumps(side))
    snapshot = fetch_source(connector, options).snapshot
    assert snapshot.snapshot_id.startswith(f"{CHPL}@2024-03-01.")
    assert snapshot.files[0].address == "https://example.org/list"
    assert snapshot.issues == ()


def test_page_saved_as_a_file_is_refused_and_the_last_good_snapshot_stays(connector, options, mirror):
    before = fetch_source(connector, options).snapshot
    (mirror / CHPL / "chpl_2025-01-01.csv").write_bytes(b"<!doctype html><title>Error</title>")
    with pytest.raises(HtmlInsteadError):
        fetch_source(connector, options)
    assert Shelf(options.data_dir, CHPL).active() == before


def test_missing_folder_and_missing_file_are_named(connector, tmp_path, mirror):
    with pytest.raises(MissingFileError, match=r"\*chpl\*\.csv|at all"):
        fetch_source(connector, Options(tmp_path / "data", str(tmp_path / "nowhere")))
    (mirror / CHPL / "chpl_2023-01-01.csv").unlink()
    with pytest.raises(MissingFileError, match=r"\*chpl\*\.csv"):
        fetch_source(connector, Options(tmp_path / "data", str(mirror)))


def test_offline_opens_no_socket(connector, options, monkeypatch, tmp_path):
    def refuse(*_args: object, **_more: object):
        pytest.fail("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    load(connector, Options(options.data_dir, options.mirror, is_offline=True))
    with pytest.raises(OfflineError):
        fetch_source(connector, Options(tmp_path / "other", is_offline=True))
    with pytest.raises(OfflineError):
        fetch_source(connector, Options(tmp_path / "other", "http://127.0.0.1:9", is_offline=True))


def test_sources_for_browsers_and_unwritten_ones_say_what_to_do(tmp_path):
    with pytest.raises(FetchByHandError, match=r"<mirror>/un_ga_voting/"):
        fetch_source(find_connector("un_ga_voting"), Options(tmp_path))
    known = find_connector(CHPL)
    unwritten = known.declaration.model_copy(update={"state": "not_written", "state_note": "nobody saw it"})
    with pytest.raises(SourceNotWrittenError, match="nobody saw it"):
        fetch_source(Connector(CHPL, unwritten, known.folder), Options(tmp_path))


def test_damaged_snapshot_is_noticed(connector, options):
    fetched = fetch_source(connector, options)
    shelf = Shelf(options.data_dir, CHPL)
    path = shelf.path_of(fetched.snapshot, fetched.snapshot.files[0])
    path.chmod(0o644)
    path.write_bytes(NEW)
    with pytest.raises(DamagedSnapshotError):
        load_release(connector, fetched.snapshot, shelf, Warehouse(options.data_dir))


@pytest.mark.parametrize("listing", ["page", "index"])
def test_http_mirror_is_listed_fetched_and_asked_again_conditionally(connector, site, tmp_path, listing):
    base = f"/{CHPL}"
    site.files[f"{base}/chpl_2023-01-01.csv"] = OLD
    if listing == "page":
        site.plans[f"{base}/"] = [
            Answer(200, b'<a href="../">up</a><a href="chpl_2023-01-01.csv">x</a>') for _try in range(2)
        ]
    else:
        site.files[f"{base}/index.json"] = b'["chpl_2023-01-01.csv"]'
    options = Options(tmp_path / "data", site.address)
    assert load(connector, options)[0].is_new
    assert not load(connector, options)[0].is_new
    asked = site.requests(f"{base}/chpl_2023-01-01.csv")
    assert len(asked) == 2
    assert "if-none-match" in asked[1]


def test_http_mirror_with_a_wrong_checksum_keeps_nothing(connector, site, tmp_path):
    base = f"/{CHPL}"
    site.files |= {
        f"{base}/index.json": b'["chpl_2023-01-01.csv"]',
        f"{base}/chpl_2023-01-01.csv": OLD,
        f"{base}/chpl_2023-01-01.csv.json": json.dumps({"sha256": "0" * 64}).encode(),
    }
    with pytest.raises(ChecksumError):
        fetch_source(connector, Options(tmp_path / "data", site.address))
    assert Shelf(tmp_path / "data", CHPL).active() is None
    assert list((tmp_path / "data").rglob("*.done")) == []


def test_origin_with_several_files_goes_on_after_a_failure(site, tmp_path):
    world_bank = find_connector("worldbank_indicators")
    sample = world_bank.folder / "sample"
    files = tuple(
        file.model_copy(update={"address": f"{site.address}/{file.unit}"}) if file.address else file
        for file in world_bank.declaration.files
    )
    access = world_bank.declaration.access.model_copy(update={"rate_per_second": 1000.0, "tries": 1})
    declared = world_bank.declaration.model_copy(update={"files": files, "access": access})
    local = Connector(world_bank.source_id, declared, world_bank.folder)
    site.files["/population_api"] = (sample / "made_up_population.json").read_bytes()
    site.files["/gdp_api"] = (sample / "made_up_gdp.json").read_bytes()
    site.plans["/gdp_api"] = [Answer(500, b"oops")]
    options = Options(tmp_path, exempt=frozenset({site.host}))
    with pytest.raises(Exception, match="status 500"):
        fetch_source(local, options)
    fetched = fetch_source(local, options)
    assert [file.unit for file in fetched.snapshot.files] == ["population_api", "gdp_api"]
    assert len(site.requests("/population_api")) == 1
    assert fetched.snapshot.origin == "publisher"


def test_plan_names_each_request(connector, options):
    assert planned_requests(connector, options) == [f"{options.mirror}/{CHPL}/*chpl*.csv"]
    assert planned_requests(connector, Options(options.data_dir)) == ["(by hand) *chpl*.csv"]


def test_dates_in_file_names():
    assert str(date_in("2025_8_31_ga_voting.csv.gz")) == "2025-08-31"
    assert str(date_in("list_2024.csv")) == "2024-01-01"
    assert date_in("un_ga_voting.csv") is None


KILLED = """
import sys
from pathlib import Path
from standpunkt.pipeline.fetching import FetchRequest, fetch_sources
outcome = fetch_sources(Path(sys.argv[1]), FetchRequest((sys.argv[2],), sys.argv[3]))
sys.exit(len(outcome.failures))
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_store_is_valid_and_the_next_run_completes(tmp_path):
    source_id, table_name = CHPL, "listing_product"
    mirror = tmp_path / "mirror"
    (mirror / source_id).mkdir(parents=True)
    rows = [f"{code},1,2024-01-01" for code in range(100_000, 100_190)]
    (mirror / source_id / "chpl_2024-01-01.csv").write_text(
        "hs6,tier,list_version\n" + "\n".join(rows) + "\n"
    )
    data = tmp_path / "data"
    words = [sys.executable, "-c", KILLED, str(data), source_id, str(mirror)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    started = time.monotonic()
    subprocess.run(words, env=environment, check=True)
    whole = time.monotonic() - started
    for moment in range(6):
        shutil.rmtree(data, ignore_errors=True)
        process = subprocess.Popen(words, env=environment)
        time.sleep(whole * (0.4 + 0.1 * moment))
        process.kill()
        process.wait()
        for release in Warehouse(data).releases():
            for table in release.tables:
                assert Warehouse(data).rows(release, table).height == release.tables[table].row_count
        for snapshot in Shelf(data, source_id).every():
            for file in snapshot.files:
                Shelf(data, source_id).content_of(snapshot, file)
        Store(data).read(table_name)
    subprocess.run(words, env=environment, check=True)
    last = Warehouse(data).release(source_id)
    assert last is not None
    assert last.tables[table_name].row_count == Warehouse(data).rows(last, table_name).height == 190
