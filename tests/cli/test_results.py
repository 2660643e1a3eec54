"""What the verbs print: one envelope of JSON, TSV in a pipe, both languages."""

import csv
import io

import pytest
from pypdf import PdfReader

STUDY = "russia_ukraine"
ENVELOPE = {"version", "data_date", "result", "warnings"}
SHOWN = {
    "iso3", "stance", "stance_low", "stance_high", "class", "p_opp_aligned", "p_opp_leaning", "p_neutral",
    "p_pow_leaning", "p_pow_aligned", "intensity", "conflict", "dependence", "coverage", "coverage_grade",
}  # fmt: skip
CLASSES = {"OPP_ALIGNED", "OPP_LEANING", "NEUTRAL", "POW_LEANING", "POW_ALIGNED", "between"}
VERBS = (
    ("show", STUDY),
    ("show", STUDY, "SRB"),
    ("explain", STUDY, "TUR"),
    ("build", STUDY),
    ("doctor",),
    ("tables",),
    ("sources",),
)


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_json_is_one_envelope(show, words):
    done = show(*words, "--json")
    assert done.code == 0, done.err
    assert set(done.json) >= ENVELOPE
    assert isinstance(done.json["warnings"], list)


def test_show_names_every_scored_state_with_all_columns(show):
    rows = show("show", STUDY, "--at", "2023", "--json").json["result"]
    assert len(rows) == len({row["iso3"] for row in rows}) == 191
    assert {"RUS", "UKR"}.isdisjoint(row["iso3"] for row in rows)
    for row in rows:
        assert set(row) >= SHOWN
        assert row["coverage_grade"] in set("ABCD")
        assert 0 <= row["coverage"] <= 1
        if row["class"] is None:
            assert row["coverage_grade"] == "D"
            continue
        assert row["class"] in CLASSES
        assert -100 <= row["stance_low"] <= row["stance"] <= row["stance_high"] <= 100
        assert sum(row[name] for name in row if name in SHOWN and name.startswith("p_")) == pytest.approx(1)


def test_a_year_means_its_last_month_in_the_study(show):
    assert show("show", STUDY, "SRB", "--at", "2023", "--json").json["at"] == "2023-12"
    assert show("show", STUDY, "SRB", "--at", "2025", "--json").json["at"] == "2025-08"
    assert show("show", STUDY, "SRB", "--at", "2022-04", "--json").json["at"] == "2022-04"


@pytest.mark.parametrize("at", ["2014-06", "2022-04", "2023", "2025"])
def test_contributions_add_up_to_the_stance_of_every_state(built, at):
    from standpunkt.dossier.observatory import Observatory

    observatory = Observatory.open(STUDY, built)
    for row in observatory.states(at):
        found = observatory.explain(row["iso3"], at)
        if found["stance"] is None:
            continue
        total = sum(each["contribution"] for each in found["contributions"])
        assert total == pytest.approx(found["stance"], abs=1e-9), row["iso3"]


def test_explain_goes_down_to_facts_with_sources(show):
    result = show("explain", STUDY, "TUR", "--at", "2023", "--json").json["result"]
    total = sum(each["contribution"] for each in result["contributions"])
    assert total == pytest.approx(result["stance"], abs=1e-9)
    for each in result["contributions"]:
        assert {"indicator", "contribution", "facts"} <= set(each)
        parts = sum(fact["contribution"] for fact in each["facts"])
        assert parts == pytest.approx(each["contribution"], abs=1e-9)
        assert all(fact["source_id"] for fact in each["facts"] if fact.get("row_key"))


def test_explain_of_one_indicator_holds_only_that(show):
    result = show("explain", STUDY, "TUR", "--indicator", "e1", "--json").json["result"]
    assert {each["indicator"] for each in result["contributions"]} == {"E1"}


def test_a_pole_has_no_score(show):
    done = show("explain", STUDY, "RUS")
    assert done.code == 0
    assert done.out == "Russia has no score.\n"
    assert show("explain", STUDY, "RUS", "--json").json["result"]["contributions"] == []


def test_a_pipe_gets_tab_separated_values_with_plain_names(show):
    done = show("show", STUDY, "--at", "2023")
    rows = list(csv.DictReader(io.StringIO(done.out), delimiter="\t"))
    assert len(rows) == 191
    assert rows[0]["iso3"] == "BLR"
    assert {"iso3", "name", "class", "stance", "stance_low", "stance_high"} <= set(rows[0])
    stances = [float(row["stance"]) for row in rows if row["stance"]]
    assert stances == sorted(stances, reverse=True)


def test_texts_are_german_on_request(show):
    english, german = show("show", STUDY, "SRB").out, show("--lang", "de", "show", STUDY, "Serbien").out
    assert "\tSerbia\t" in english
    assert "\tSerbien\t" in german
    assert show("show", STUDY, "Serbien", "--lang", "de").out == german


@pytest.mark.parametrize("name", ["Türkei", "Turkey", "TR", "tur", "Turkish"])
def test_a_state_is_found_by_any_usual_name(show, name):
    assert show("show", STUDY, name, "--json").json["result"][0]["iso3"] == "TUR"


def test_a_class_can_be_asked_for_in_any_case(show):
    rows = show("show", STUDY, "--class", "pow_aligned", "--json").json["result"]
    assert rows
    assert {row["class"] for row in rows} == {"POW_ALIGNED"}


@pytest.mark.slow
def test_dossier_writes_one_file_whole(show, tmp_path):
    target = tmp_path / "new" / "serbien.pdf"
    done = show("--lang", "de", "dossier", STUDY, "SRB", "--out", target, "--json")
    assert done.code == 0, done.err
    assert done.json["result"]["files"] == [str(target)]
    assert [path.name for path in target.parent.iterdir()] == ["serbien.pdf"]
    assert len(PdfReader(target).pages) in {2, 3}


def test_doctor_says_what_is_there(show, built, call, tmp_path):
    rows = {row["part"]: row for row in show("doctor", "--json").json["result"]}
    assert rows["data folder"]["found"] == str(built)
    assert rows[f"study {STUDY}"]["found"].startswith("2025-08-31.")
    fresh = {row["part"]: row for row in call("--data", tmp_path / "new", "doctor", "--json").json["result"]}
    assert fresh[f"study {STUDY}"]["found"] == "not built yet"
    assert not (tmp_path / "new").exists()


def test_explain_in_words_tells_facts_what_moved_and_what_would_change_the_class(show):
    done = show("explain", STUDY, "TUR", "--since", "2021")
    assert done.code == 0
    for heading in ("From 2021-12 to ", "Without a source:", "What would change the central class:"):
        assert heading in done.out
    assert "state_roll_call_vote: A_RES_ES_11_8|TUR" in done.out


def test_what_moved_a_score_adds_up(show):
    change = show("explain", STUDY, "SRB", "--since", "2021", "--json").json["result"]["change"]
    moved = sum(row["points"] for row in change["points"])
    assert moved == pytest.approx(change["stance_after"] - change["stance_before"], abs=1e-6)
