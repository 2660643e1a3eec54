"""What a release must be to count, and what stays readable of those before."""

from datetime import date, timedelta

import polars as pl
import pytest

from standpunkt.sources.connector.catalogue import find_connector
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.release import compare_snapshots, load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import Warehouse, compare_rows
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import (
    FillError,
    LayoutError,
    QuarantinedError,
    RowBoundsError,
    ShrunkError,
    UnreadableFileError,
)

CHPL = "bis_priority_items"
HEADER = "hs6,tier,list_version\n"


@pytest.fixture
def put(tmp_path):
    connector = find_connector(CHPL)
    folder = tmp_path / "mirror" / CHPL
    folder.mkdir(parents=True)
    options = Options(tmp_path / "data", str(tmp_path / "mirror"))

    def load(name, content):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        fetched = fetch_source(connector, options)
        shelf = Shelf(options.data_dir, CHPL)
        return load_release(connector, fetched.snapshot, shelf, Warehouse(options.data_dir))[0]

    load.data = options.data_dir  # type: ignore[attr-defined]  # the fixture hands its folder along
    return load


def lines(codes, day="2023-01-01"):
    return HEADER + "".join(f"{code},1,{day}\n" for code in codes)


def test_rows_that_break_rules_stop_the_release_and_the_last_good_one_stays(put):
    good = put("chpl_2023-01-01.csv", lines(range(100_000, 100_010)))
    broken = lines(range(100_000, 100_010)) + "100000,1,soon\n"
    with pytest.raises(QuarantinedError, match=r"no_date at row 12: list_version = 'soon'"):
        put("chpl_2023-02-01.csv", broken)
    assert Warehouse(put.data).release(CHPL) == good


def test_release_that_lost_rows_is_refused(put):
    put("chpl_2023-01-01.csv", lines(range(100_000, 100_100)))
    with pytest.raises(ShrunkError, match="from 100 to 90 rows"):
        put("chpl_2023-02-01.csv", lines(range(100_000, 100_090)))


def test_sizes_outside_the_bounds_are_refused(put):
    with pytest.raises(RowBoundsError, match="has 1 rows"):
        put("chpl_2023-01-01.csv", lines(range(100_000, 100_001)))


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("hs6,tier\n854231,1\n854232,1\n", "missing columns: list_version"),
        ("hs6,tier,list_version,extra\n1,1,1,1\n1,1,1,1\n", "new columns: extra"),
        ("hs6,tier,tier,list_version\n1,1,1,1\n", "new columns: tier"),
    ],
)
def test_changed_columns_are_named(put, content, problem):
    with pytest.raises(LayoutError, match=problem):
        put("chpl_2023-01-01.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        (HEADER + "854231,1,2023-01-01\n8542\0,1,2023-01-01\n").encode(),
        (HEADER + "854231,Größe,2023-01-01\n854232,1,2023-01-01\n").encode("latin-1"),
        (HEADER + "854231,1,2023-01-01,too,many\n854232,1,2023-01-01\n").encode(),
    ],
)
def test_other_bytes_than_declared_stop_the_load(put, content):
    with pytest.raises(UnreadableFileError):
        put("chpl_2023-01-01.csv", content)


def test_byte_order_mark_is_no_part_of_a_name(put):
    release = put("chpl_2023-01-01.csv", b"\xef\xbb\xbf" + lines(range(100_000, 100_005)).encode())
    assert release.tables["listing_product"].row_count == 5


def test_corrected_value_leaves_the_earlier_answer_readable(put):
    put("chpl_2023-01-01.csv", lines(range(100_000, 100_100)))
    changed = lines(range(100_000, 100_100)).replace("100005,1", "100005,9")
    put("chpl_2023-02-01.csv", changed)
    store = Store(put.data)

    def tier(at):
        rows = store.read("listing_product", at)
        return rows.filter(pl.col("product_hs6") == "100005")["tier_code"].to_list()

    assert tier(date(2022, 12, 31)) == []
    assert tier(date(2023, 6, 1)) == ["1"]
    assert tier(None) == ["9"]
    assert tier(now().date() + timedelta(days=2)) == ["9"]


def test_two_snapshots_are_compared(put):
    put("chpl_2023-01-01.csv", lines(range(100_000, 100_100)))
    put("chpl_2023-02-01.csv", lines(range(100_001, 100_103)))
    shelf = Shelf(put.data, CHPL)
    names = [found.folder_name for found in shelf.every()]
    found = compare_snapshots(find_connector(CHPL), shelf, *names)
    assert found == [
        {
            "table": "listing_product",
            "added_count": 3,
            "changed_count": 0,
            "removed_count": 1,
            "keys": ["chpl|100000|2023-01-01"],
        }
    ]


def test_release_knows_its_rows_and_sweeps_older_files(put):
    put("chpl_2023-01-01.csv", lines(range(100_000, 100_100)))
    put("chpl_2023-02-01.csv", lines(range(100_000, 100_101)))
    files = {path.name for path in (put.data / "warehouse" / "listing_product").iterdir()}
    release = Warehouse(put.data).release(CHPL)
    assert release is not None
    assert files == {release.tables["listing_product"].file}


def test_every_row_leads_to_a_row_of_a_stored_file(put):
    release = put("chpl_2023-01-01.csv", lines(range(100_000, 100_010)))
    row = Store(put.data).read("listing_product").filter(pl.col("product_hs6") == "100004").row(0, named=True)
    assert row["snapshot_id"] == release.snapshot_id
    shelf = Shelf(put.data, CHPL)
    snapshot = shelf.find(row["snapshot_id"])
    text = shelf.content_of(snapshot, snapshot.files[0]).decode().splitlines()
    assert text[row["row_in_snapshot"] - 1] == "100004,1,2023-01-01"


def test_compared_rows_ignore_provenance():
    columns = {
        "listing_id": ["chpl"],
        "product_hs6": ["1"],
        "version_date": [date(2023, 1, 1)],
        "tier_code": ["1"],
        "known_from_date": [date(2023, 1, 1)],
        "address": ["here"],
    }
    before = pl.DataFrame(columns)
    after = pl.DataFrame({**columns, "address": ["there"]})
    assert compare_rows(before, after, "listing_product", date(2024, 1, 1)).changed_count == 0


def test_empty_column_is_named(tmp_path):
    connector = find_connector("un_ga_voting")
    sample = (connector.folder / "sample" / "2099_01_31_ga_voting.csv").read_text()
    folder = tmp_path / "mirror" / "un_ga_voting"
    folder.mkdir(parents=True)
    (folder / "2099_01_31_ga_voting.csv").write_text(sample.replace("2014-03-27", ""))
    options = Options(tmp_path / "data", str(tmp_path / "mirror"))
    fetched = fetch_source(connector, options)
    shelf = Shelf(options.data_dir, "un_ga_voting")
    with pytest.raises(FillError, match="column date is filled in"):
        load_release(connector, fetched.snapshot, shelf, Warehouse(options.data_dir))
