"""The API answers with the same rows as pages and command line."""

import pytest

from tests.web import synthetic

BASE = f"/api/v1/studies/{synthetic.STUDY}"


def test_studies_are_listed_with_versions_and_months(client):
    found = client.get("/api/v1/studies").json()
    assert [study["study_id"] for study in found] == [synthetic.STUDY]
    assert found[0]["versions"] == [synthetic.VERSION]
    assert found[0]["months"][-1] == "2025-08"


def test_states_of_a_month(client, observatory):
    content = client.get(f"{BASE}/states", params={"at": "2022"}).json()
    assert content["version"] == synthetic.VERSION
    assert content["data_date"] == "2026-11-25"
    assert content["result"] == observatory.states("2022-12")


def test_contributions_add_up_to_the_stance(client):
    result = client.get(f"{BASE}/states/TUR").json()["result"]
    assert result["iso3"] == "TUR"
    assert abs(sum(row["contribution"] for row in result["contributions"]) - result["stance"]) < 1e-9


def test_shares_by_weight(client):
    result = client.get(f"{BASE}/classes", params={"weight": "population"}).json()["result"]
    assert len(result) == 6
    assert result[0]["weight_year"] == 2023


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/states?at=1999", 422),
        ("/classes?weight=area", 422),
        ("/states/XYZ", 404),
        ("/states?version=x", 404),
    ],
)
def test_wrong_values_are_problems(client, address, status):
    answer = client.get(BASE + address)
    assert answer.status_code == status
    assert answer.json()["next_step"]


def test_description_lists_every_resource(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert len(paths) == 6
    assert all(path.startswith("/api/v1/") for path in paths)
