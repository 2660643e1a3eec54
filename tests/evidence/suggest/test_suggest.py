"""Suggestions: the contract of the command line, every relation in both languages, figures on the sample."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import standpunkt.evidence
from standpunkt.cli.app import main
from standpunkt.evidence.suggest.contract import contract_lines
from standpunkt.evidence.suggest.engine import MOST_LINES, Context, suggest
from standpunkt.evidence.suggest.evaluation import evaluate
from standpunkt.evidence.suggest.learner import warm_start
from standpunkt.evidence.suggest.plug_ins import with_plug_ins
from standpunkt.languages.reading import readable_languages, reading
from standpunkt.vocabulary.relation_types import NO_CLAIM, every_relation
from standpunkt.vocabulary.states import every_state

TEXT = (
    "Ein Besuch mit Folgen\n"
    "Der malische Außenminister reiste im Juni 2023 zu Gesprächen nach Moskau. "
    "Laut Medienberichten lieferte Russland der Junta daraufhin rund 20 Panzer. "
    "Was folgt daraus?\n"
)
FIELDS = {"document", "start", "end", "exact", "relation", "actors", "recipients"} | {
    "time",
    "quantity",
    "commitment",
    "attribution",
    "direction",
}
GOALS = {
    "sentence_recall": 0.9,
    "sentence_precision": 0.7,
    "relation@3": 0.9,
    "relation@5": 0.95,
    "unordered_pair": 0.85,
    "commitment": 0.9,
}


@pytest.fixture(scope="module")
def context(study):
    return Context(study, "MLI", "de", date(2024, 2, 14))


def ranked(drafts):
    best = {}
    for draft in drafts:
        for one in draft.relations:
            best[one.code] = max(best.get(one.code, 0), one.score)
    return sorted(best, key=lambda code: -best[code])


@pytest.mark.parametrize("use_learner", [True, False])
@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("code", list(every_relation()))
def test_the_example_of_a_relation_is_among_the_first_three(context, code, language, use_learner):
    own = replace(context, language=language, use_learner=use_learner, profile="IND")
    drafts = suggest(every_relation()[code].example.of(language), own)
    assert code in ranked(drafts)[:3]


def test_lines_have_the_fields_of_the_contract(context):
    lines = contract_lines(suggest(TEXT, context), TEXT, "ein/ordner/besuch.txt", "Blatt")
    assert lines
    states = {one.iso3 for one in every_state()} | set(reading("de").actors.groups) | {"?"}
    for line in lines:
        assert set(line) >= FIELDS
        assert line["document"] == "besuch.txt"
        assert TEXT[line["start"] : line["end"]] == line["exact"]
        codes = [one["code"] for one in line["relation"]]
        scores = [one["score"] for one in line["relation"]]
        assert 1 <= len(set(codes)) == len(codes) <= 5
        assert scores == sorted(scores, reverse=True)
        assert all(0 < one <= 1 for one in scores)
        assert line["actors"]
        assert line["recipients"]
        assert {*line["actors"], *line["recipients"]} <= states
        assert line["direction"] in {"+", "-", "0"}


def test_a_claim_is_prefilled_with_parties_time_amount_and_speaker(context):
    visit, arms = contract_lines(suggest(TEXT, context), TEXT, "a.txt")
    assert (visit["actors"], visit["recipients"], visit["time"]) == (["MLI"], ["RUS"], "2023-06")
    assert visit["commitment"] == "asserted"
    assert (arms["relation"][0]["code"], arms["actors"], arms["recipients"]) == (
        "ARMS_SUPPLY",
        ["RUS"],
        ["MLI"],
    )
    assert arms["quantity"][0]["value"] == 20
    assert arms["quantity"][0]["item"] == "tank"
    assert arms["commitment"] == "reported"
    assert arms["attribution"]["speaker"] == "Medienberichten"


def test_headings_and_questions_are_not_suggested(context):
    quotes = [line["exact"] for line in contract_lines(suggest(TEXT, context), TEXT, "a.txt")]
    assert not any("Folgen" in quote or "?" in quote for quote in quotes)


def test_at_most_three_lines_a_sentence_and_the_same_again(context):
    lines = contract_lines(suggest(TEXT, context), TEXT, "a.txt")
    starts = [line["start"] for line in lines]
    assert max(map(starts.count, starts)) <= MOST_LINES
    assert contract_lines(suggest(TEXT, context), TEXT, "a.txt") == lines


def test_the_warm_start_covers_every_relation_in_both_languages_and_names_no_sample_text():
    lessons = warm_start()
    for language in readable_languages():
        codes = {code for one in lessons if one.language == language for code in one.relations}
        assert codes == {*every_relation(), NO_CLAIM}
    assert len(lessons) >= 200


@pytest.mark.shared
def test_no_sentence_of_the_sample_is_in_the_warm_start(shared):
    folder = shared("documents/gold_claims.jsonl").parent
    texts = " ".join(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt")))
    assert not [one.text for one in warm_start() if one.text in texts]


def test_no_words_of_a_language_stand_in_the_code():
    room = Path(standpunkt.evidence.__file__).parent
    umlaut = re.compile(r"[äöüßÄÖÜ]")
    texts = {path: path.read_text(encoding="utf-8") for path in room.rglob("*.py")}
    code = {path: re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.DOTALL) for path, text in texts.items()}
    assert not [str(path) for path, text in code.items() if umlaut.search(text.replace("Ã", ""))]


@pytest.mark.shared
@pytest.mark.slow
def test_goals_are_met_on_the_sample_leaving_one_chapter_out(shared, study):
    path = shared("documents/gold_claims.jsonl")
    gold = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    names = sorted({one["document"] for one in gold})
    layers = {name: (path.parent / name).read_bytes().decode("utf-8") for name in names}
    found = evaluate(layers, gold, Context(study, "", "de", date(2023, 12, 1)))
    assert not {name: found[name].share for name, goal in GOALS.items() if found[name].share < goal}


def test_suggest_prints_json_lines_and_refuses_what_it_must(tmp_path, capsys):
    file = tmp_path / "besuch.txt"
    file.write_text(TEXT, encoding="utf-8")
    file.with_name("besuch.txt.meta.json").write_text('{"publisher": "Blatt", "published_at": "2024-02-14"}')
    call = ["evidence", "suggest", str(file), "--study", "russia_ukraine", "--json", "--profile"]
    assert main([*call, "MLI"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[-1]["attribution"]["chain"][-1] == "Blatt"
    assert main([*call, "XXX"]) == 2
    assert main(["evidence", "suggest", str(tmp_path / "nicht.txt"), "--profile", "MLI", "--json"]) == 1
    assert main(["evidence", "suggest", str(file), "--profile", "MLI", "--published", "gestern"]) == 2
    (tmp_path / "leer.txt").write_text(" ")
    assert main(["evidence", "suggest", str(tmp_path / "leer.txt"), "--profile", "MLI"]) == 1


def test_a_document_without_claims_is_no_failure(tmp_path, capsys):
    file = tmp_path / "wetter.txt"
    file.write_text(
        "Das Wetter war schön. Die Sonne schien den ganzen Tag auf die Berge und Wiesen.", encoding="utf-8"
    )
    assert main(["evidence", "suggest", str(file), "--profile", "MLI", "--json"]) == 0
    assert capsys.readouterr().out == ""


class Inventive:
    """A plug-in that moves one true draft, invents a sentence, and points behind the end."""

    def suggest(self, layer, context):
        true = suggest(layer, context)[0]
        invented = replace(true.sentence, text="Something nobody wrote.")
        beyond = replace(true.sentence, start=len(layer), end=len(layer) + 9)
        yield replace(true, certainty=true.certainty + 0.1)
        yield replace(true, sentence=invented)
        yield replace(true, sentence=beyond)


def test_quotes_of_a_plug_in_are_verified_against_the_text(context):
    drafts, lost = with_plug_ins(suggest(TEXT, context), TEXT, context, {"model": Inventive()})
    assert lost == {"model": 2}
    assert [one.origin for one in drafts].count("model") == 1
    assert len(drafts) == len(suggest(TEXT, context))


@pytest.mark.parametrize("language", readable_languages())
def test_suggestions_and_figures_are_headed_in_the_language_of_the_user(tmp_path, capsys, language):
    text = "Serbien hat sich geweigert, die Sanktionen gegen Russland mitzutragen."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    gold = {
        "document": "a.txt", "profile_state": "SRB", "start": 0, "end": len(text), "exact": text,
        "actors": ["SRB"], "relation": "SANCTION_STANCE", "recipients": ["RUS"], "time": None,
        "quantity": None, "attribution": None, "commitment": "asserted", "direction": "+",
    }  # fmt: skip
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    options = ("--lang", language, "--quiet")
    assert main(["evidence", "suggest", str(tmp_path / "a.txt"), "--profile", "SRB", *options]) == 0
    assert main(["evidence", "evaluate", str(tmp_path / "gold.jsonl"), *options]) == 0
    assert "SANCTION_STANCE" in capsys.readouterr().out
