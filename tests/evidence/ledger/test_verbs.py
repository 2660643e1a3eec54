"""The verbs of the ledger: from a file to reviewed claims, and back out."""

import io
import json
import sys

import pytest

from standpunkt.cli.app import main

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
