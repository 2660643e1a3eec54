"""Roll calls: five values stay apart, totals stand beside what is counted, doubt is marked."""

from datetime import date

from standpunkt.dossier.votes.roll_calls import VALUES, roll_calls
from tests.web import synthetic

BASE = f"/en/s/{synthetic.STUDY}"


def test_every_value_of_every_state_is_one_of_the_closed_list(observatory):
    for call in roll_calls(observatory, date(2025, 8, 1)):
        assert set(call.votes.values()) <= {*VALUES, "no_record"}
        assert [call.counted(value) for value in VALUES[:3]] == [
            call.published[value] for value in VALUES[:3]
        ]


def test_matrix_ends_with_the_month_shown(client):
    early = client.get(f"{BASE}/votes?at=2022-03").text
    assert "ES-11/2" in early
    assert "ES-11/3" not in early
    assert "reconstructed" in early


def test_roll_call_has_map_totals_and_names(client):
    text = client.get(f"{BASE}/votes/A_RES_ES_11_1").text
    for words in ('class="map"', "v-abstain", "141", "Record of the vote", f'href="{BASE}/state/SRB"'):
        assert words in text


def test_unknown_roll_call_is_refused(client):
    assert client.get(f"{BASE}/votes/A_RES_0").status_code == 404


def test_strip_of_a_state_leads_to_the_roll_call(client):
    assert f'href="{BASE}/votes/A_RES_ES_11_1"' in client.get(f"{BASE}/state/SRB").text


def test_votes_travel_as_rows_with_their_source(client):
    rows = client.get(f"{BASE}/votes.json").json()["result"]
    assert {"roll_call_id", "iso3", "vote", "verification", "source_id", "address"} == set(rows[0]) - {
        "symbol",
        "date",
    }
