"""The verbs of the ledger: from a file to reviewed claims, and back out."""

import io
import json
import sys

import pytest

from standpunkt.cli.app import main
from standpunkt.evidence.ledger.beside.locks import take_lock
from standpunkt.pipeline.evidence.extraction import list_documents
from standpunkt.pipeline.evidence.ledger import open_desk
from standpunkt.study.load import study_path

TEXT = (
    "Serbien hat sich geweigert, die Sanktionen gegen Russland mitzutragen. "
    "Russland lieferte im Jahr 2021 dreißig Panzer an Serbien."
)


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("STANDPUNKT_LEDGER", raising=False)

    def run(*words: str, keys="", data="data"):
        monkeypatch.setattr(sys, "stdin", io.StringIO(keys))
        code = main([*words, "--json", "--quiet", "--data", str(tmp_path / data), "--lang", "en"])
        out = capsys.readouterr()
        return code, json.loads(out.out)["result"] if out.out else out.err

    return run


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def add(call, file, *words: str):
    return call(
        *("evidence", "add", str(file), "--publisher", "A Paper", "--published", "2024-02-14"),
        *("--profile", "SRB", "--title", "A", *words),
    )


def test_a_file_becomes_reviewed_claims_that_leave_and_come_back_whole(call, file, tmp_path):
    code, [row] = add(call, file)
    assert code == 0
    assert row["suggestions"] >= 1
    assert add(call, file)[1][0]["suggestions"] == 0
    code, counts = call("evidence", "review", "--who", "ann", keys="a" * row["suggestions"])
    assert (code, counts["open"]) == (0, 0)
    assert call("evidence", "check")[1] == {"proved": row["suggestions"], "broken": []}
    assert call("evidence", "gate")[0] == 0
    claims = call("evidence", "list", "--status", "accepted")[1]
    shown = call("evidence", "show", claims[0]["claim_id"][:8])[1]
    assert shown["decisions"][0]["who"] == "ann"
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    assert call("evidence", "export", "--to", "ledger", "--out", str(one))[0] == 0
    assert call("evidence", "import", str(one), data="other")[0] == 0
    assert call("evidence", "export", "--to", "ledger", "--out", str(two), data="other")[0] == 0
    assert one.read_text() == two.read_text()
    for form in ("csv", "parquet", "anno", "prov", "ftm"):
        out = tmp_path / f"out.{form}"
        assert call("evidence", "export", "--to", form, "--out", str(out))[0] == 0
        assert out.stat().st_size


def test_a_withdrawn_source_counts_no_more(call, file):
    count = add(call, file)[1][0]["suggestions"]
    call("evidence", "review", keys="a" * count)
    code, found = call("evidence", "withdraw", "a-paper", "--reason", "test")
    assert code == 0
    assert len(found["claims"]) == count
    assert call("evidence", "gate")[1]["states"] == []
    assert len(call("evidence", "list", "--status", "accepted")[1]) == count


def test_undo_opens_a_claim_again(call, file):
    add(call, file)
    assert call("evidence", "review", keys="au")[1]["decisions"] == 2
    assert call("evidence", "list", "--status", "accepted")[1] == []


def test_a_file_that_changed_after_its_claims_is_refused_until_it_is_a_new_version(call, file):
    add(call, file)
    file.write_text(TEXT + " Mehr.", encoding="utf-8")
    code, problem = add(call, file)
    assert code == 1
    assert json.loads(problem)["type"] == "E108"
    assert add(call, file, "--new-version")[0] == 0


@pytest.mark.parametrize(
    ("words", "code", "problem"),
    [
        (("evidence", "show", "ffff"), 2, "E102"),
        (("evidence", "withdraw", "nobody", "--reason", "x"), 2, "E103"),
    ],
)
def test_what_is_unknown_is_refused_by_name(call, words, code, problem):
    found, text = call(*words)
    assert found == code
    assert json.loads(text)["type"] == problem


def test_a_ledger_that_does_not_answer_is_said(call, monkeypatch):
    monkeypatch.setenv("STANDPUNKT_LEDGER", "nosuch://here")
    code, text = call("evidence", "list")
    assert code == 3
    assert json.loads(text)["type"] == "E109"


def test_two_readers_agree_beyond_chance_or_not_and_their_time_is_known(call, file):
    count = add(call, file)[1][0]["suggestions"]
    assert count == 2
    call("evidence", "review", "--who", "ann", keys="ar1")
    call("evidence", "review", "--who", "ben", "--second", keys="ar1")
    reading = call("evidence", "gate")[1]["reading"]
    assert (reading["read_twice"], reading["kappa"], reading["alpha"]) == (2, 1.0, 1.0)
    assert reading["decisions"] == 4
    assert reading["median_seconds"] is not None
    assert reading["median_keys"] == 1


def test_drafts_are_changed_by_keys_and_stored_by_one(call, file):
    add(call, file)
    counts = call("evidence", "review", keys="xcv2awq")[1]
    assert (counts["keys"], counts["decisions"], counts["open"]) == (6, 2, 1)
    [claim] = call("evidence", "list", "--status", "accepted")[1]
    assert (claim["credibility"], claim["text_commitment"]) == (2, "reported")
    assert claim["actors"] == ["RUS"]
    shown = call("evidence", "show", claim["claim_id"])[1]
    assert [one["keys"] for one in shown["decisions"]] == [5]


def test_a_study_that_demands_its_limits_is_neither_built_nor_printed_beyond_them(call, file, tmp_path):
    studies = tmp_path / "data" / "studies"
    studies.mkdir(parents=True)
    text = study_path("russia_ukraine").read_text(encoding="utf-8")
    strict = text.replace("evidence: {half_life_months", "evidence: {release: demand, half_life_months")
    (studies / "strict.yml").write_text(strict.replace("id: russia_ukraine", "id: strict"), encoding="utf-8")
    assert add(call, file, "--study", "strict")[0] == 0
    call("evidence", "review", "--study", "strict", keys="aa")
    code, problem = call("build", "strict")
    assert code == 1
    assert json.loads(problem)["type"] == "E121"
    assert "single_group" in json.loads(problem)["detail"]


def test_a_lock_of_another_reviewer_is_said_and_nothing_is_written(call, file, tmp_path):
    add(call, file)
    desk = open_desk(tmp_path / "data", "ben")
    [document] = list_documents(desk)
    take_lock(desk.database, document["document_id"], desk.signature())
    desk.database.engine.dispose()
    assert call("evidence", "review", "--who", "ann", keys="aa")[1] == {"keys": 0, "decisions": 0, "open": 2}
    code, problem = call("evidence", "undo", call("evidence", "list")[1][0]["claim_id"], "--who", "ann")
    assert (code, json.loads(problem)["type"]) == (1, "E107")
    assert call("evidence", "unlock", document["title"], "--who", "ben")[0] == 0
    assert call("evidence", "review", "--who", "ann", keys="aa")[1]["open"] == 0


def test_sources_links_and_clusters_by_their_verbs(call, file):
    add(call, file)
    call("evidence", "review", keys="aa")
    first, second = (row["claim_id"] for row in call("evidence", "list")[1])
    assert call("evidence", "source", "A Paper", "--kind", "medium", "--parent", "An Agency")[0] == 0
    assert call("evidence", "rate", "A Paper", "b", "--topic", "all")[1][0]["reliability"] == "B"
    assert call("evidence", "interest", "a-paper", "srb", "--sign", "against")[1][0]["party"] == "SRB"
    assert call("evidence", "link", first[:8], second[:8], "--kind", "same_event")[0] == 0
    [row] = call("evidence", "sources")[1]
    assert (row["parent"], row["reliability"], row["interested"]) == ("an-agency", "B", ["against SRB"])
    clusters = [row for row in call("evidence", "clusters")[1] if row.get("event_id")]
    assert [len(row["claims"]) for row in clusters] == [2]
    assert call("evidence", "unlink", first, second)[0] == 0
    assert len([row for row in call("evidence", "clusters")[1] if row.get("event_id")]) == 2
