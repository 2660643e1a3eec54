"""Headers, hosts, tags."""

import hashlib
import json

import pytest

from standpunkt.web.assets import FOLDER, load_assets
from standpunkt.web.security import CONTENT_POLICY
from tests.web import synthetic

BASE = f"/en/s/{synthetic.STUDY}"


@pytest.mark.parametrize(
    "address", ["/en/", f"{BASE}/", f"{BASE}/state/SRB", "/api/v1/studies", "/nope/", f"{BASE}/?at=1"]
)
def test_every_answer_carries_the_policy(client, address):
    headers = client.get(address).headers
    assert headers["content-security-policy"] == CONTENT_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8321", "127.0.0.1.evil.example", ""])
def test_foreign_host_names_are_refused(client, host):
    for address in (f"{BASE}/", load_assets().link("app.css"), "/api/v1/studies"):
        answer = client.get(address, headers={"host": host})
        assert answer.status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8321", "localhost", "LOCALHOST:1", "[::1]:8321"])
def test_own_host_names_are_answered(client, host):
    assert client.get("/en/", headers={"host": host}).status_code == 200


def test_same_page_is_not_sent_twice(client):
    first = client.get(f"{BASE}/state/SRB")
    again = client.get(f"{BASE}/state/SRB", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get(f"{BASE}/state/TUR", headers={"if-none-match": first.headers["etag"]})
    assert other.status_code == 200


def test_packed_answer_has_another_tag_and_the_same_text(client):
    packed = client.get(f"{BASE}/", headers={"accept-encoding": "gzip"})
    plain = client.get(f"{BASE}/", headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.text == plain.text
    assert packed.headers["etag"] != plain.headers["etag"]


def test_head_answers_like_get_without_body(client):
    answer = client.head(f"{BASE}/state/SRB")
    assert answer.status_code == 200
    assert answer.content == b""
    assert "etag" in answer.headers


def test_assets_are_addressed_by_their_hash_and_kept_for_ever(client):
    answer = client.get(load_assets().link("app.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/static/000000000000/app.css").status_code == 404


def test_vendored_files_match_their_manifest_and_carry_licences():
    folder = FOLDER / "vendor"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    files = {path.name for path in folder.iterdir() if path.is_file()} - {"manifest.json"}
    assert files == set(manifest)
    for name, entry in manifest.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == entry["sha256"], name
        assert (folder / entry["licence_file"]).is_file()


def test_style_and_script_ask_for_nothing_foreign():
    for name in ("app.css", "app.js"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert "http://" not in text.replace("http://www.w3.org", "")
        assert "https://" not in text
        assert "eval(" not in text
