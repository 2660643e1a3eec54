"""Several requests of one source over real http: a grid of values, a list of files, a key, a daily limit."""

import hashlib
import json

import pytest

from standpunkt.sources.connector.catalogue import Connector
from standpunkt.sources.connector.declaration import Layout, SourceFile
from standpunkt.sources.connector.fetch import Options, fetch_source, planned_requests
from standpunkt.sources.connector.plan import requests_of
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.vocabulary.errors.sources import (
    ArchivePathError,
    ChecksumError,
    EmptyListingError,
    HttpStatusError,
    MissingKeyVariableError,
    QuotaError,
)
from tests.sources.conftest import Answer
from tests.sources.forms import declared

KEY = "EXAMPLE_KEY"
LETTERS = "made-up-key"


def connector(tmp_path, *files: SourceFile, **access: object):
    base = {"kind": "http", "rate_per_second": 1000.0, "burst": 1000, "tries": 1}
    layouts = [Layout(id="x", unit=file.unit, columns=("a",), proof="made_up_file") for file in files]
    made = declared(files=files, layouts=layouts, access=base | access)
    return Connector("example_grid", made, tmp_path)


def grid(site, **more: object):
    return SourceFile(
        unit="u",
        pattern="grid_*.csv",
        address=site.address + "/get?r={reporter}&p={period}",
        each={"reporter": ("643", "398"), "period": ("2021..2022",)},
        **more,
    )


def fill(site, periods=("2021", "2022")):
    for reporter in ("643", "398"):
        for period in periods:
            site.files[f"/get?r={reporter}&p={period}"] = f"a\n{reporter}{period}\n".encode()


@pytest.fixture
def options(tmp_path, site):
    return Options(tmp_path / "data", exempt=frozenset({site.host}))


def test_ranges_are_years_or_months():
    file = SourceFile(
        unit="u", pattern="m_*.json", address="http://x/{m}", each={"m": ("202211..202302", "all")}
    )
    assert [one.name for one in requests_of(file)] == [
        "m_202211.json",
        "m_202212.json",
        "m_202301.json",
        "m_202302.json",
        "m_all.json",
    ]


def test_each_combination_is_asked_once_and_kept_as_a_part(site, tmp_path, options):
    fill(site)
    source = connector(tmp_path, grid(site))
    assert len(planned_requests(source, options)) == 4
    snapshot = fetch_source(source, options).snapshot
    assert [file.name for file in snapshot.files] == [
        "grid_643_2021.csv",
        "grid_643_2022.csv",
        "grid_398_2021.csv",
        "grid_398_2022.csv",
    ]
    assert not fetch_source(source, options).is_new
    assert all("if-none-match" in headers for _path, headers in site.seen[4:])


def test_a_grid_that_breaks_off_goes_on_where_it_stopped(site, tmp_path, options):
    fill(site, ("2021",))
    source = connector(tmp_path, grid(site))
    with pytest.raises(HttpStatusError):
        fetch_source(source, options)
    fill(site)
    assert fetch_source(source, options).is_new
    assert len(site.requests("/get?r=643&p=2021")) == 1


def test_a_daily_limit_stops_and_the_next_day_goes_on(site, tmp_path, options):
    fill(site)
    source = connector(tmp_path, grid(site), per_day=3)
    with pytest.raises(QuotaError):
        fetch_source(source, options)
    quota = tmp_path / "data" / "snapshots" / "example_grid" / "quota.json"
    quota.write_text(json.dumps({"day": "2000-01-01", "used": 3}))
    assert len(fetch_source(source, options).snapshot.files) == 4
    assert len(site.seen) == 4


def test_an_optional_combination_without_data_is_left_out(site, tmp_path, options):
    fill(site, ("2021",))
    source = connector(tmp_path, grid(site, is_optional=True))
    assert len(fetch_source(source, options).snapshot.files) == 2


def test_the_key_goes_into_a_header_and_nowhere_else(site, tmp_path, options, monkeypatch):
    fill(site)
    source = connector(tmp_path, grid(site), key_variable=f"X-Key={KEY}")
    monkeypatch.delenv(KEY, raising=False)
    with pytest.raises(MissingKeyVariableError, match=KEY):
        fetch_source(source, options)
    monkeypatch.setenv(KEY, LETTERS)
    fetch_source(source, options)
    assert all(headers["x-key"] == LETTERS for _path, headers in site.seen)
    written = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if LETTERS.encode() in path.read_bytes()]


def test_without_a_key_the_public_form_is_asked_instead(site, tmp_path, options, monkeypatch):
    site.files = {"/public": b"a\n1\n", "/full": b"a\n1\n2\n"}
    public = SourceFile(
        unit="p", pattern="p.csv", address=f"{site.address}/public", when_key="without", is_optional=True
    )
    full = SourceFile(
        unit="f", pattern="f.csv", address=f"{site.address}/full", when_key="with", is_optional=True
    )
    source = connector(tmp_path, public, full, key_variable=f"X-Key={KEY}")
    monkeypatch.delenv(KEY, raising=False)
    assert [file.name for file in fetch_source(source, options).snapshot.files] == ["p.csv"]
    monkeypatch.setenv(KEY, LETTERS)
    assert [file.name for file in fetch_source(source, options).snapshot.files] == ["f.csv"]


def test_a_key_does_not_follow_a_redirect_to_another_host(site, tmp_path, options, monkeypatch):
    monkeypatch.setenv(KEY, LETTERS)
    other = site.address.replace("127.0.0.1", "localhost")
    site.plans["/here"] = [Answer(302, b"", {"Location": f"{other}/there"})]
    site.files["/there"] = b"a\n1\n"
    file = SourceFile(unit="u", pattern="u.csv", address=f"{site.address}/here")
    source = connector(tmp_path, file, key_variable=f"X-Key={KEY}")
    allowed = frozenset({site.host, site.host.replace("127.0.0.1", "localhost")})
    fetch_source(source, Options(options.data_dir, exempt=allowed))
    assert [headers.get("x-key") for _path, headers in site.seen] == [LETTERS, None]


def listing(site, most=2, names=("1.csv", "2.csv", "3.csv"), break_md5=""):
    lines = []
    for name in names:
        body = f"a\n{name}\n".encode()
        site.files[f"/v2/{name}"] = body
        digest = hashlib.md5(body, usedforsecurity=False).hexdigest()
        digest = "0" * 32 if name == break_md5 else digest
        lines.append(f"{len(body)} {digest} {site.address}/v2/{name}")
        lines.append(f"9 {digest} {site.address}/v2/{name}.other")
    site.files["/list.txt"] = "\n".join(lines).encode()
    pattern = r"^(?P<bytes>\d+) (?P<md5>[0-9a-f]{32}) (?P<address>\S+\.csv)$"
    return SourceFile(
        unit="u",
        pattern="*.csv",
        listing={"address": f"{site.address}/list.txt", "pattern": pattern, "most": most},
    )


def test_the_newest_of_a_list_are_taken_and_stored_ones_never_asked_again(site, tmp_path, options):
    source = connector(tmp_path, listing(site))
    assert [file.name for file in fetch_source(source, options).snapshot.files] == ["2.csv", "3.csv"]
    source = connector(tmp_path, listing(site, names=("1.csv", "2.csv", "3.csv", "4.csv", "5.csv")))
    snapshot = fetch_source(source, options).snapshot
    assert [file.name for file in snapshot.files] == ["2.csv", "3.csv", "4.csv", "5.csv"]
    assert len(site.requests("/v2/2.csv")) == 1
    shelf = Shelf(options.data_dir, "example_grid")
    assert all(shelf.content_of(snapshot, file) for file in snapshot.files)


def test_the_end_of_a_long_list_is_enough(site, tmp_path, options):
    file = listing(site, names=[f"{number}.csv" for number in range(1000, 1100)])
    short = file.model_copy(update={"listing": file.listing.model_copy(update={"tail_kb": 1})})
    source = connector(tmp_path, short)
    assert [one.name for one in fetch_source(source, options).snapshot.files] == ["1098.csv", "1099.csv"]
    assert site.requests("/list.txt")[0]["range"] == "bytes=-1000"


def test_a_file_that_differs_from_the_list_is_not_kept(site, tmp_path, options):
    source = connector(tmp_path, listing(site, break_md5="3.csv"))
    with pytest.raises(ChecksumError, match=r"3\.csv"):
        fetch_source(source, options)
    assert Shelf(options.data_dir, "example_grid").active() is None


def test_a_list_of_another_form_is_named(site, tmp_path, options):
    source = connector(tmp_path, listing(site))
    site.files["/list.txt"] = b"nothing of that kind"
    with pytest.raises(EmptyListingError):
        fetch_source(source, options)


def test_a_name_in_a_list_that_leads_out_of_the_folder_is_refused(site, tmp_path, options):
    file = listing(site)
    pattern = file.listing.model_copy(update={"pattern": r"^\d+ \w+ (?P<address>\S+)$"})
    source = connector(tmp_path, file.model_copy(update={"listing": pattern}))
    site.files["/list.txt"] = f"1 x {site.address}/v2/..\\evil.csv\n".encode()
    with pytest.raises(ArchivePathError):
        fetch_source(source, options)


def test_files_that_no_origin_serves_stay_beside_those_that_one_does(site, tmp_path, options):
    by_hand = SourceFile(unit="h", pattern="hand*.csv", is_optional=True)
    served = SourceFile(unit="u", pattern="served.csv", address=f"{site.address}/served", is_optional=True)
    source = connector(tmp_path, by_hand, served)
    folder = tmp_path / "mirror" / source.source_id
    folder.mkdir(parents=True)
    (folder / "hand_2024.csv").write_text("a\n1\n")
    fetch_source(source, Options(options.data_dir, str(tmp_path / "mirror")))
    site.files["/served"] = b"a\n2\n"
    snapshot = fetch_source(source, options).snapshot
    assert {file.name for file in snapshot.files} == {"hand_2024.csv", "served.csv"}
    assert not fetch_source(source, options).is_new
