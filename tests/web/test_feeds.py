"""Feeds of moves: what a reader of feeds gets, in both languages."""

import xml.etree.ElementTree as ET

import pytest

from tests.web import synthetic

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("lang", ["de", "en"])
def test_atom_and_json_hold_the_same_declared_moves(client, observatory, lang):
    base = f"/{lang}/s/{synthetic.STUDY}"
    root = ET.fromstring(client.get(f"{base}/feed.atom").text)  # noqa: S314 (our own feed)
    entries = root.findall(f"{ATOM}entry")
    items = client.get(f"{base}/feed.json").json()["items"]
    assert [one.findtext(f"{ATOM}title") for one in entries] == [one["title"] for one in items]
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids)
    declared = [row for pair in observatory.pairs for row in observatory.movers(*pair) if row["is_declared"]]
    assert len(entries) == min(60, len(declared)) > 0
    assert root.findtext(f"{ATOM}updated").endswith("Z")
    for one in items[:3]:
        assert client.get(one["url"].removeprefix("http://127.0.0.1")).status_code == 200


def test_the_page_of_moves_names_its_feeds(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/transitions").text
    assert 'rel="alternate" type="application/atom+xml"' in text
    assert 'rel="alternate" type="application/feed+json"' in text
