"""Unknown things and wrong values get one clear answer, with the value, the rule and the next step."""

import pytest
from fastapi.testclient import TestClient

from standpunkt.web.app import create_app
from tests.web import synthetic

BASE = f"/en/s/{synthetic.STUDY}"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/xx/", 404, "There are no pages in the language"),
        ("/en/s/russia_ukrain/", 404, "russia_ukraine"),
        (f"{BASE}/state/XYZ", 404, "XYZ"),
        (f"{BASE}/state/XKX", 404, "XKX"),
        (f"{BASE}/nowhere", 404, "There is no page at"),
        (f"{BASE}/?at=1999", 422, "2014-01 to 2025-08"),
        (f"{BASE}/?at=2023-02", 422, "nearest is 2022-12"),
        (f"{BASE}/?at=soon", 422, "cannot be read"),
        (f"{BASE}/?by=weight", 422, "states, population, gdp"),
        (f"{BASE}/?view=globe", 422, "map, table"),
        (f"{BASE}/transitions?from=2023&to=2022", 422, "runs backwards"),
        (f"{BASE}/transitions?from=2022-03&to=2025", 422, "no moves from"),
        (f"{BASE}/compare?states=SRB,TUR,IND,CHN,BRA,ZAF", 422, "2 to 5 states"),
        (f"{BASE}/v/2020-01-01.000000/", 404, synthetic.VERSION),
    ],
)
def test_refusal_names_value_rule_and_next_step(client, address, status, words):
    answer = client.get(address)
    assert answer.status_code == status
    assert words in answer.text
    assert answer.headers["x-request-id"] in answer.text
    assert "Traceback" not in answer.text


def test_unknown_state_offers_the_nearest_names_as_links(client):
    answer = client.get(f"/de/s/{synthetic.STUDY}/find", params={"q": "Serbjen"})
    assert answer.status_code == 404
    assert f'<a href="/de/s/{synthetic.STUDY}/state/SRB">Serbien</a>' in answer.text


def test_refusal_is_written_in_the_language_of_the_address(client):
    answer = client.get(f"/de/s/{synthetic.STUDY}/?at=1999")
    assert "Die Studie umfasst" in answer.text or "Studie" in answer.text
    assert 'lang="de"' in answer.text


@pytest.mark.parametrize("address", ["/api/v1/studies/nope/states", f"{BASE}/state/XYZ.json"])
def test_program_gets_a_problem_object(client, address):
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert {"type", "title", "status", "detail", "instance", "value", "rule", "next_step"} <= set(problem)
    assert problem["status"] == 404


def test_other_methods_are_refused_in_words(client):
    answer = client.post(f"{BASE}/")
    assert answer.status_code == 405
    assert "only read" in answer.text


def test_value_is_shown_as_text_never_as_markup(client):
    answer = client.get(f"{BASE}/find", params={"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


@pytest.mark.parametrize(
    ("address", "target"),
    [
        (f"{BASE}/state/srb", f"{BASE}/state/SRB"),
        (f"{BASE}/state/RS", f"{BASE}/state/SRB"),
        (f"{BASE}/state/na?at=2022", f"{BASE}/state/NAM?at=2022"),
        (f"{BASE}/state/rs.json", f"{BASE}/state/SRB.json"),
        (f"/EN/s/{synthetic.STUDY}/", f"{BASE}/"),
        ("/en/s/Russia_Ukraine/?at=2022", f"{BASE}/?at=2022"),
    ],
)
def test_other_spellings_lead_to_the_canonical_address(client, address, target):
    answer = client.get(address)
    assert answer.status_code == 308
    assert answer.headers["location"] == target


@pytest.mark.parametrize(
    ("header", "lang"), [("de-AT,en;q=0.5", "de"), ("fr", "en"), ("en;q=0.2,de;q=0.9", "de"), ("", "en")]
)
def test_only_the_root_asks_the_browser_for_its_language(client, header, lang):
    answer = client.get("/", headers={"accept-language": header})
    assert answer.headers["location"] == f"/{lang}/"
    assert answer.headers["vary"] == "Accept-Language"
    other = client.get(f"{BASE}/", headers={"accept-language": "de"})
    assert 'lang="en"' in other.text


def test_search_jumps_to_the_state_in_either_language(client):
    for query in ("Serbien", "serbia", "SRB", "rs"):
        answer = client.get(f"{BASE}/find", params={"q": query, "at": "2022-12"})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"{BASE}/state/SRB?at=2022-12"


def test_fault_of_the_program_is_said_without_details():
    class Broken:
        def __getattr__(self, name: str) -> str:
            problem = "secret path /x/y"
            raise RuntimeError(problem + name)

    app = create_app(observatories={synthetic.STUDY: Broken()})  # type: ignore[dict-item]  # stands in for a fault
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = client.get(f"{BASE}/")
    assert answer.status_code == 500
    assert "secret" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
