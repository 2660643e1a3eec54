"""Pages on votes beyond single roll calls: forecast with its record, lines with bands, swing states."""

import pytest

from tests.web import synthetic

BASE = f"s/{synthetic.STUDY}/votes"


@pytest.mark.parametrize("lang", ["en", "de"])
def test_a_forecast_stands_beside_its_record_and_a_reliability_picture_with_a_twin(client, lang):
    text = client.get(f"/{lang}/{BASE}/forecast").text
    assert text.count('class="chancebar"') > 180
    for word in ("ES-11/8", "2025", {"en": "persistence", "de": "Beharrung"}[lang]):
        assert word in text
    assert text.count('class="point') >= 8
    assert {"en": "The picture as a table", "de": "Das Bild als Tabelle"}[lang] in text


def test_probabilities_travel_as_rows_and_add_up(client):
    rows = client.get(f"/en/{BASE}/forecast.json?like=A/RES/ES-11/6&asof=2023-06-01").json()["result"]
    for row in rows:
        assert sum(row[f"p_{name}"] for name in ("yes", "abstain", "no", "absent")) == pytest.approx(1)
    head = client.get(f"/en/{BASE}/forecast.csv?like=A/RES/ES-11/6&asof=2023-06-01").text.split("\n")[0]
    assert head.startswith("iso3,p_yes,p_abstain,p_no,p_absent,persistence")


def test_the_choice_stands_in_the_address_and_survives_the_change_of_language(client):
    text = client.get(f"/en/{BASE}/forecast?like=&sponsor=opponent&asof=2023-02-22").text
    assert "22 February 2023" in text
    assert f'href="/de/{BASE}/forecast?asof=2023-02-22&amp;sponsor=opponent"' in text


@pytest.mark.parametrize("query", ["like=A/RES/1/1", "asof=June", "sponsor=nobody"])
def test_wrong_choices_are_refused(client, query):
    assert client.get(f"/en/{BASE}/forecast?{query}").status_code == 422


def test_before_any_vote_the_page_says_that_there_is_nothing(client):
    text = client.get(f"/en/{BASE}/forecast?asof=1990-01-01").text
    assert "there is nothing to forecast from" in text


def test_lines_have_bands_a_twin_and_swing_states(client):
    text = client.get(f"/en/{BASE}/lines?states=IND,Germany").text
    assert text.count('class="band"') >= 2
    assert "India" in text
    assert "Germany" in text
    for word in ("The pictures as a table", "Swing states", "Between the camps"):
        assert word in text
    assert client.get(f"/de/{BASE}/lines").status_code == 200


def test_the_matrix_leads_to_both(client):
    text = client.get(f"/en/{BASE}").text
    assert f'href="/en/{BASE}/forecast"' in text
    assert f'href="/en/{BASE}/lines"' in text
