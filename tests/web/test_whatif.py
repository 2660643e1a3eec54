"""What-ifs over real facts and invented scores: the address carries all, bad values are refused by name."""

import pytest

from tests.web import synthetic

BASE = f"/en/s/{synthetic.STUDY}/whatif"


def test_answer_shows_states_and_shares_before_and_after(client):
    answer = client.get(f"{BASE}.json", params={"w.M": "0.8"}).json()["result"]
    rows = {row["iso3"]: row for row in answer["states"]}
    assert any(row["change"] for row in rows.values())
    assert {"class_before", "class_after", "stance_low_after"} <= set(rows["SRB"])
    count = [row for row in answer["shares"] if row["weight"] == "count" and row["class"] != "NOT_RATED"]
    assert sum(row["share_after"] for row in count) == pytest.approx(1)


def test_nothing_asked_changes_nothing(client):
    answer = client.get(f"{BASE}.json").json()["result"]
    assert {row["change"] for row in answer["states"]} <= {0.0, None}
    assert "Nothing is changed yet" in client.get(BASE).text


def test_defaults_leave_the_address(client):
    weights = {"w.D": "0.33", "w.E": "0.33", "w.M": "0.33"}
    answer = client.get(
        BASE, params={**weights, "lambda": "0.3", "conduct": "0.8", "inner": "", "without": ""}
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{BASE}?conduct=0.8"


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("w.M=-5&lambda=0.5", "w.M"),
        ("w.M=abc&lambda=0.5", "w.M"),
        ("w.M=nan&lambda=0.5", "w.M"),
        ("w.D=0&w.E=0&w.M=0&lambda=0.5", "w.D, w.E, w.M"),
        ("w.D=0.8&w.M=0.7&lambda=0.5", "w.D, w.M"),
        ("w.Z=0.1&lambda=0.5", "w.Z"),
        ("conduct=2&lambda=0.5", "conduct"),
        ("inner=50&outer=20&lambda=0.5", "inner, outer"),
        ("without=nobody&lambda=0.5", "without"),
    ],
)
def test_bad_value_is_refused_by_name_and_the_others_survive(client, query, parameter):
    answer = client.get(f"{BASE}?{query}")
    assert answer.status_code == 422
    assert f"&#39;{parameter}&#39;" in answer.text
    assert f'href="{BASE}?lambda=0.5"' in answer.text


def test_question_survives_a_change_of_language(client):
    text = client.get(BASE, params={"w.M": "0.4"}).text
    assert f'href="/de/s/{synthetic.STUDY}/whatif?w.M=0.4"' in text
