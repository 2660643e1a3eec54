"""Bad input through the command line, over HTTP: each is named, and the last good data stay in use."""

import gzip
import io
import json
import zipfile

import pytest

from standpunkt.cli.app import main
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.warehouse import Warehouse
from tests.sources.conftest import Answer

SOURCE = "worldbank_indicators"
PATH = f"/{SOURCE}/population.csv"
HEAD = "Country Name,Country Code,Year,Value\n"
STATES = ("DEU", "FRA", "ITA", "ESP", "POL", "TUR", "SRB", "NAM", "CHN", "IND")
ROWS = [f"x,{iso3},{year},{1000 + year}" for iso3 in STATES for year in range(2001, 2021)]
GOOD = (HEAD + "\n".join(ROWS) + "\n").encode()
AT_ONCE = {"Retry-After": "0"}


def with_rows(*texts: str) -> bytes:
    return (HEAD + "\n".join([*ROWS, *texts]) + "\n").encode()


def zipped(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, GOOD)
    return content.getvalue()


BAD_FILES = {
    "cut gzip": (gzip.compress(GOOD)[:-200], "population.csv", "is cut or damaged"),
    "bomb": (gzip.compress(b"0" * 300_000_000), "population.csv", "unpacks to more than"),
    "path that escapes": (zipped("../../etc/population.csv"), "population.csv", "../../etc/population.csv"),
    "page with status 200": (b"<!DOCTYPE html><title>Just a moment</title>", PATH, "sends a page"),
    "nothing": (b"", PATH, "sends a page ('')"),
    "renamed column": (GOOD.replace(b"Value", b"Number", 1), "missing columns: Value", "new columns: Number"),
    "missing column": (GOOD.replace(b",Value", b"", 1), "missing columns: Value", "new columns: none"),
    "new column": (GOOD.replace(b"Value", b"Value,Flag", 1), "missing columns: none", "new columns: Flag"),
    "latin-1": (GOOD.replace(b"x,DEU", "Österreich,DEU".encode("latin-1")), "population.csv", "utf-8"),
    "NUL": (GOOD.replace(b"x,FRA", b"x\0,FRA", 1), "population.csv", "NUL"),
    "unknown state": (
        with_rows("x,QQQ,2020,5", "x,QQR,2020,5"),
        "row 202: Country Code = 'QQQ'",
        "unknown_state",
    ),
    "no number": (with_rows("x,USA,2020,many", "x,CAN,2020,many"), "row 202: Value = 'many'", "no_number"),
    "year 2202": (with_rows("x,USA,2202,5", "x,CAN,2203,5"), "row 202: Year = '2202'", "out_of_range"),
    "negative": (with_rows("x,USA,2020,-5", "x,CAN,2020,-5"), "row 202: Value = '-5'", "out_of_range"),
    "two of one key": (with_rows(ROWS[0]), "row 2: Country Code = 'DEU'", "key_twice"),
    "shrunk": ((HEAD + "\n".join(ROWS[:100]) + "\n").encode(), "from 200 to 100 rows", "2 %"),
}
BAD_ANSWERS = {
    "server errors": ([Answer(500, b"oops", AT_ONCE)] * 5, PATH, "status 500 after 5 tries"),
    "too many requests": ([Answer(429, b"slow", AT_ONCE)] * 5, PATH, "status 429 after 5 tries"),
    "body that always breaks": ([Answer(200, GOOD, {}, cut_after=50)] * 5, PATH, "after 5 tries"),
    "redirect to a file": ([Answer(302, b"", {"Location": "file:///etc/x"})], "file:///etc/x", "is refused"),
    "redirect inside": (
        [Answer(302, b"", {"Location": "http://10.0.0.1/x"})],
        "10.0.0.1",
        "not a public address",
    ),
}


@pytest.fixture
def run(site, tmp_path, monkeypatch, capsys):
    """Fetches from the site; gives exit code and message. The first fetch, of a good file, is done."""
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    site.files[f"/{SOURCE}/index.json"] = b'["population.csv"]'
    site.files[PATH] = GOOD
    words = ["--data", str(tmp_path), "--lang", "en", "fetch", SOURCE, "--mirror", site.address]

    def fetch():
        code = main(words)
        return code, capsys.readouterr().err

    assert fetch()[0] == 0
    return fetch


def refused(run, tmp_path, place, problem):
    """The run ends with a message that names source, place and next step; what was good stays in use."""
    before = Warehouse(tmp_path).release(SOURCE)
    exit_code, message = run()
    assert exit_code != 0
    line = message.splitlines()[-1]
    assert line.startswith(f"{SOURCE}: ")
    assert place in line
    assert problem in line
    release = Warehouse(tmp_path).release(SOURCE)
    assert release is not None
    assert release == before
    active = Shelf(tmp_path, SOURCE).active()
    assert active is not None
    assert active.snapshot_id == release.snapshot_id
    assert Warehouse(tmp_path).rows(release, "state_year_population").height == len(ROWS)


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_file_is_named_and_the_last_good_data_stay(run, site, tmp_path, name):
    site.files[PATH], place, problem = BAD_FILES[name]
    refused(run, tmp_path, place, problem)
    site.files[PATH] = with_rows("x,USA,2020,5")
    assert run()[0] == 0
    release = Warehouse(tmp_path).release(SOURCE)
    assert release is not None
    assert release.tables["state_year_population"].row_count == len(ROWS) + 1


@pytest.mark.parametrize("name", BAD_ANSWERS)
def test_bad_answer_is_named_and_the_last_good_data_stay(run, site, tmp_path, name):
    answers, place, problem = BAD_ANSWERS[name]
    site.plans[PATH] = list(answers)
    site.files[PATH] = with_rows("x,USA,2020,5")
    refused(run, tmp_path, place, problem)
    assert run()[0] == 0


def test_wrong_checksum_is_named(run, site, tmp_path):
    site.files[PATH] = with_rows("x,USA,2020,5")
    site.files[PATH + ".json"] = json.dumps({"sha256": "0" * 64}).encode()
    refused(run, tmp_path, "population.csv", "0" * 64)


def test_one_bad_row_in_a_thousand_is_kept_out_and_counted(run, site, tmp_path):
    more = [f"x,USA,{year},5" for year in range(1960, 2021)] + [
        f"x,CAN,{year},5" for year in range(1960, 2021)
    ]
    site.files[PATH] = with_rows(*more, "x,BRA,2020,many")
    assert run()[0] == 0
    rows = Warehouse(tmp_path).quarantine(SOURCE)
    assert rows is not None
    assert rows.select("row_in_snapshot", "rule_code", "column_name", "value_text").rows() == [
        (len(ROWS) + len(more) + 2, "no_number", "Value", "many")
    ]


def test_an_unchanged_file_costs_one_request_and_no_reading(run, site, tmp_path):
    before = Warehouse(tmp_path).release(SOURCE)
    code, _message = run()
    assert code == 0
    assert Warehouse(tmp_path).release(SOURCE) == before
    assert "if-none-match" in site.requests(PATH)[-1]
    assert len(Shelf(tmp_path, SOURCE).every()) == 1
