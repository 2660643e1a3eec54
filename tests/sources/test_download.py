"""Bytes over real HTTP: what is taken, what is tried again, what is refused."""

import base64
import gzip
import hashlib
import json

import pytest

from standpunkt.sources.connector.declaration import Access
from standpunkt.sources.connector.transport.download import (
    Job,
    Validators,
    Wire,
    download,
    open_client,
    without_secrets,
)
from standpunkt.sources.connector.transport.pace import Pace, Quota
from standpunkt.vocabulary.errors.sources import (
    ChecksumError,
    HtmlInsteadError,
    HttpBrokenError,
    HttpStatusError,
    PrivateAddressError,
    QuotaError,
    TooLargeError,
)
from tests.sources.conftest import Answer

NOTHING_KNOWN = Validators()
BODY = b"a,b\n" + b"1,2\n" * 50_000


class Bench:
    """A job to one path of the site, with everything that it needs."""

    def __init__(self, site, tmp_path, path="/file.csv", **access: int) -> None:
        self.site, self.path, self.part = site, path, tmp_path / "file.part"
        self.access = Access.model_validate({"kind": "http", "timeout_seconds": 0.5, **access})
        self.waits: list[float] = []
        quota = Quota(tmp_path / "quota.json", "made_up", self.access.per_day)
        self.journal = tmp_path / "contacts.ndjson"
        self.wire = Wire(open_client(self.access), Pace(1e6, 1000), quota, self.journal, self.waits.append)
        site.files.setdefault(path, BODY)

    def run(self, known=NOTHING_KNOWN, exempt=None):
        hosts = frozenset({self.site.host} if exempt is None else exempt)
        job = Job("made_up", self.site.address + self.path, self.part, self.access, known, hosts)
        with self.wire.client:
            return download(job, self.wire)

    def contacts(self):
        return [json.loads(line) for line in self.journal.read_text().splitlines()]


@pytest.fixture
def bench(site, tmp_path):
    return Bench(site, tmp_path)


def test_whole_body_arrives(bench):
    assert not bench.run().is_unchanged
    assert bench.part.read_bytes() == BODY
    assert bench.contacts()[0]["status"] == 200


def test_unchanged_file_costs_one_request_without_body(bench, site, tmp_path):
    first = bench.run()
    again = Bench(site, tmp_path / "again")
    (tmp_path / "again").mkdir()
    assert again.run(first.validators).is_unchanged
    assert len(site.requests("/file.csv")) == 2
    assert not again.part.exists()
    assert again.contacts()[0]["status"] == 304


def test_cut_body_goes_on_where_it_stopped(bench, site):
    etag = f'"{hash(BODY) & 0xFFFFFF:x}"'
    site.plans["/file.csv"] = [Answer(200, BODY, {"ETag": etag}, cut_after=70_000)]
    bench.run()
    assert bench.part.read_bytes() == BODY
    second = site.requests("/file.csv")[1]
    assert second["range"] == "bytes=70000-"
    assert second["if-range"] == etag


def test_file_that_changed_meanwhile_starts_again(bench, site):
    site.plans["/file.csv"] = [Answer(200, b"x" * 90_000, {"ETag": '"old"'}, cut_after=60_000)]
    bench.run()
    assert bench.part.read_bytes() == BODY


def test_without_validator_a_cut_body_starts_again(bench, site):
    site.plans["/file.csv"] = [Answer(200, BODY, {}, cut_after=70_000)]
    bench.run()
    assert "range" not in site.requests("/file.csv")[1]
    assert bench.part.read_bytes() == BODY


def test_weak_etag_is_no_ground_for_a_resume(bench, site):
    site.plans["/file.csv"] = [Answer(200, BODY, {"ETag": 'W/"1"'}, cut_after=70_000)]
    bench.run()
    assert "range" not in site.requests("/file.csv")[1]


def test_wrong_range_is_not_joined(bench, site):
    etag = f'"{hash(BODY) & 0xFFFFFF:x}"'
    wrong = {"ETag": etag, "Content-Range": f"bytes 5-{len(BODY) - 1}/{len(BODY)}"}
    site.plans["/file.csv"] = [
        Answer(200, BODY, {"ETag": etag}, cut_after=70_000),
        Answer(206, BODY[5:], wrong),
    ]
    bench.run()
    assert bench.part.read_bytes() == BODY


def test_stalled_body_is_tried_again(bench, site):
    etag = f'"{hash(BODY) & 0xFFFFFF:x}"'
    site.plans["/file.csv"] = [Answer(200, BODY, {"ETag": etag}, stall_after=1000)]
    bench.run()
    assert bench.part.read_bytes() == BODY
    assert "Timeout" in bench.contacts()[0]["error"]


def test_too_many_requests_waits_as_long_as_the_server_says(bench, site):
    site.plans["/file.csv"] = [Answer(429, b"slow down", {"Retry-After": "7"})]
    bench.run()
    assert bench.waits == [7.0]


def test_burst_of_server_errors_is_sat_out(bench, site):
    site.plans["/file.csv"] = [Answer(500, b"oops")] * 4
    bench.run()
    assert bench.part.read_bytes() == BODY
    assert len(bench.waits) == 4


def test_lasting_server_error_names_status_and_tries(bench, site):
    site.plans["/file.csv"] = [Answer(503, b"oops")] * 5
    with pytest.raises(HttpStatusError, match="status 503 after 5 tries"):
        bench.run()


def test_body_that_always_breaks_is_named(bench, site):
    site.plans["/file.csv"] = [Answer(200, BODY, {}, cut_after=10)] * 5
    with pytest.raises(HttpBrokenError, match="after 5 tries"):
        bench.run()


def test_missing_file_is_not_asked_for_again(bench, site):
    site.plans["/file.csv"] = [Answer(404, b"gone")]
    with pytest.raises(HttpStatusError, match="404"):
        bench.run()
    assert len(site.requests("/file.csv")) == 1


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>Just a moment...</html>", b"  \n<HTML>", b""])
def test_page_with_status_200_is_no_file(bench, site, page):
    site.files["/file.csv"] = page
    with pytest.raises(HtmlInsteadError, match=r"<mirror>/made_up/"):
        bench.run()
    assert not bench.part.exists()


def test_stated_checksum_is_compared(bench, site):
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    site.plans["/file.csv"] = [Answer(200, BODY, {"Repr-Digest": f"sha-256=:{wrong}:"})]
    with pytest.raises(ChecksumError):
        bench.run()
    assert not bench.part.exists()


def test_more_bytes_than_declared_are_refused(site, tmp_path):
    site.files["/big.csv"] = b"x" * 1_200_000
    with pytest.raises(TooLargeError, match="more than 1 MB"):
        Bench(site, tmp_path, "/big.csv", max_mb=1).run()


def test_encoded_body_is_measured_unpacked(site, tmp_path):
    packed = gzip.compress(b"\0" * 50_000_000)
    site.plans["/big.csv"] = [Answer(200, packed, {"Content-Encoding": "gzip"})]
    bench = Bench(site, tmp_path, "/big.csv", max_mb=1)
    with pytest.raises(TooLargeError):
        bench.run()
    assert not bench.part.exists()


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "http://10.0.0.1/x", "http://169.254.169.254/", "http://[::1]:9/"]
)
def test_redirect_into_private_space_is_refused(bench, site, target):
    site.plans["/file.csv"] = [Answer(302, b"", {"Location": target})]
    with pytest.raises(PrivateAddressError):
        bench.run()


def test_private_origin_is_refused_unless_it_is_a_configured_mirror(bench):
    with pytest.raises(PrivateAddressError, match=r"127\.0\.0\.1"):
        bench.run(exempt=())


def test_redirects_inside_the_mirror_are_followed(bench, site):
    site.plans["/file.csv"] = [Answer(301, b"", {"Location": "/other.csv"})]
    site.files["/other.csv"] = BODY
    bench.run()
    assert bench.part.read_bytes() == BODY


def test_endless_redirects_end(bench, site):
    site.plans["/file.csv"] = [Answer(302, b"", {"Location": "/file.csv"})] * 9
    with pytest.raises(PrivateAddressError, match="more than 5 redirects"):
        bench.run()


def test_daily_calls_are_counted_over_restarts(site, tmp_path):
    Bench(site, tmp_path, per_day=1).run()
    with pytest.raises(QuotaError, match="the 1 calls of this day are used"):
        Bench(site, tmp_path, per_day=1).run()


def test_secrets_do_not_reach_the_journal():
    address = "https://me:pass@example.org/x?token=abc&q=1"
    assert without_secrets(address) == "https://example.org/x?token=*&q=*"
