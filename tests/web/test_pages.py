"""Every page is there, complete without script, in both languages."""

import json
import re

import pytest

from tests.web import synthetic

PAGES = ("", "?view=table", "?view=table&sort=-stance", "?by=population", "transitions", "compare",
         "compare?states=SRB,TUR,IND", "method", "data")  # fmt: skip
LANGUAGES = ("de", "en")
FOREIGN = re.compile(r"""(?:src|action|hx-get|data)=["'](?:https?:)?//|@import|url\(["']?https?:""")
LOADED = re.compile(
    r"""<(?:link|script|img|iframe|use|image)\b[^>]*(?:href|src)=["']((?:https?:)?//[^"']*)"""
)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_page_answers(client, lang, page):
    answer = client.get(f"/{lang}/s/{synthetic.STUDY}/{page}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}"' in answer.text
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_described_state_and_both_poles_have_a_page(client, observatory, lang):
    codes = set(observatory.study.universe_states()) | observatory.study.poles.states()
    assert len(codes) == 193
    statuses = {code: client.get(f"/{lang}/s/{synthetic.STUDY}/state/{code}").status_code for code in codes}
    assert set(statuses.values()) == {200}


def test_pole_has_a_profile_and_no_score(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/state/RUS").text
    assert "party to the conflict" in text
    assert "Votes on the conflict" in text
    assert "Inner conflict" not in text


def test_state_without_enough_data_has_no_class_and_says_so(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/state/{synthetic.UNRATED}").text
    assert "not enough data for a class" in text
    assert "Place on the scale" not in text


def test_states_without_class_are_counted_on_the_overview(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/").text
    assert "States without enough data for a class: 1" in text


def test_contributions_lead_to_facts_with_source_by_details(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/state/SRB").text
    tree = text[text.index('id="why"') : text.index('id="votes"')]
    assert tree.count("<details>") > 5
    assert "United Nations" in tree
    assert 'href="https://' in tree


def test_ledger_shows_status_speaker_and_source(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/state/SRB").text
    ledger = text[text.index('id="ledger"') :]
    assert "undisputed" in ledger
    assert "has an interest in the matter" in ledger
    assert "Source:" in ledger


def test_nothing_later_than_the_month_is_shown(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/state/SRB?at=2022-03").text
    assert "A/RES/ES-11/1" in text
    assert "A/RES/ES-11/7" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "page", ["", "state/SRB", "state/RUS", "method", "data", "transitions", "compare?states=SRB"]
)
def test_page_loads_nothing_foreign_and_holds_no_inline_style_or_script(client, lang, page):
    text = client.get(f"/{lang}/s/{synthetic.STUDY}/{page}").text
    assert LOADED.findall(text) == []
    assert FOREIGN.search(text) is None
    assert re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", text) is None
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize("page", ["", "state/SRB", "transitions", "method", "data", "compare?states=SRB,TUR"])
def test_page_works_without_script(client, page):
    """Every control is a link or a GET form with a button."""
    text = client.get(f"/en/s/{synthetic.STUDY}/{page}").text
    forms = re.findall(r"<form.*?</form>", text, re.DOTALL)
    assert all('method="get"' in form and 'type="submit"' in form for form in forms)
    buttons = re.sub(r"<form.*?</form>", "", text, flags=re.DOTALL)
    assert "<button" not in buttons


def test_tables_have_captions_and_header_scopes(client):
    for page in ("", "?view=table", "state/SRB", "transitions", "method", "data", "compare?states=SRB,TUR"):
        text = client.get(f"/en/s/{synthetic.STUDY}/{page}").text
        tables = re.findall(r"<table.*?</table>", text, re.DOTALL)
        assert tables
        assert all("<caption>" in table and 'scope="col"' in table for table in tables)


def test_map_links_every_scored_state_and_names_it(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/").text
    svg = text[text.index("<svg xmlns") : text.index("</svg>", text.index("<svg xmlns"))]
    assert svg.count('href="/en/s/russia_ukraine/state/') == 193
    assert "Serbia" in svg


def test_choice_of_month_and_view_stands_in_the_links(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/?at=2022&by=gdp&view=table").text
    assert "/en/s/russia_ukraine/state/SRB?at=2022-12" in text
    assert 'href="/de/s/russia_ukraine/?at=2022-12&amp;by=gdp&amp;view=table"' in text


def test_start_shows_a_card_per_study(client):
    text = client.get("/de/").text
    assert "Wer an der Seite Russlands steht" in text


def test_start_without_study_says_which_commands_build_one(tmp_path):
    from fastapi.testclient import TestClient

    from standpunkt.web.app import create_app

    text = TestClient(create_app(tmp_path), base_url="http://127.0.0.1").get("/en/").text
    assert "standpunkt build russia_ukraine" in text


def test_json_of_the_overview_is_the_envelope_with_all_scored_states(client):
    answer = client.get(f"/en/s/{synthetic.STUDY}/index.json")
    content = json.loads(answer.text)
    assert set(content) == {"version", "data_date", "result", "warnings"}
    assert len(content["result"]) == 191
    assert {"iso3", "stance", "stance_low", "stance_high", "class", "p_neutral"} <= set(content["result"][0])


def test_csv_for_german_excel_has_mark_semicolon_and_comma(client):
    answer = client.get(f"/de/s/{synthetic.STUDY}/index.csv?excel=de")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    header, first = answer.content.decode("utf-8-sig").splitlines()[:2]
    assert header.startswith("iso3;")
    assert "," in first


def test_map_is_a_file_with_its_own_style(client):
    answer = client.get(f"/en/s/{synthetic.STUDY}/map.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "<style>" in answer.text
    assert "style-src 'unsafe-inline'" in answer.headers["content-security-policy"]


def test_frozen_address_shows_its_version_and_keeps_it_in_links(client):
    text = client.get(f"/en/s/{synthetic.STUDY}/v/{synthetic.VERSION}/state/SRB").text
    assert f"frozen version {synthetic.VERSION}" in text
    assert f"/en/s/{synthetic.STUDY}/v/{synthetic.VERSION}/method" in text
