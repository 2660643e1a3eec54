"""From a file to a reviewed ledger to a changed index and portrait, by the commands of the guide."""

import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from standpunkt.cli.app import main

ROOT = Path(__file__).resolve().parents[3]
GUIDE = (ROOT / "docs" / "guides" / "evidence-ledger.md").read_text(encoding="utf-8")
WARM_START = ROOT / "src" / "standpunkt" / "evidence" / "warm_start" / "de.jsonl"
STATE = "CUB"
TEXT = " ".join(
    line["text"]
    for line in map(json.loads, WARM_START.read_text(encoding="utf-8").splitlines())
    if line["profile"] == STATE
)
"""The project's own sentences about one state, as one document."""
BUILD = ("build", "russia_ukraine", "--draws", "200")
PDF = "portrait.pdf"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Runs the command in a data folder of its own; the keys are what a person presses."""
    folder = tmp_path_factory.mktemp("walk")

    def call(*words: str, keys="", lang="en"):
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv("STANDPUNKT_LEDGER", raising=False)
            patch.chdir(folder)
            patch.setattr(sys, "stdin", io.StringIO(keys))
            out = io.StringIO()
            patch.setattr(sys, "stdout", out)
            code = main([*words, "--json", "--quiet", "--data", str(folder / "data"), "--lang", lang])
        return code, json.loads(out.getvalue())["result"] if out.getvalue() else None

    call.folder = folder  # type: ignore[attr-defined] # the file of the portrait is looked for there
    return call


def stance(run):
    _, rows = run("show", "russia_ukraine")
    return {row["iso3"]: row["stance"] for row in rows}


def files_of(run):
    versions = run.folder / "data" / "versions" / "russia_ukraine"
    current = versions / (versions / "current").read_text().strip()
    return {path.name: path.read_bytes() for path in sorted(current.iterdir()) if path.is_file()}


@pytest.mark.slow
def test_a_file_becomes_claims_that_move_one_state_and_leave_when_their_source_is_withdrawn(run):
    """One walk: nothing else moves on the way there, and the way back ends at the same bytes."""
    assert run(*BUILD)[0] == 0
    bare, before = files_of(run), stance(run)
    (run.folder / "text.txt").write_text(TEXT, encoding="utf-8")
    described = ("--title", "Ein Text", "--publisher", "Eine Zeitung", "--published", "2023-12-01")
    _, [added] = run("evidence", "add", "text.txt", *described, "--profile", STATE)
    run(*BUILD)
    assert files_of(run) == bare, "a ledger without decisions changes no byte"
    _, counts = run("evidence", "review", "--who", "ann", keys="a" * added["suggestions"])
    assert counts["open"] == 0
    assert run("evidence", "check")[1] == {"proved": added["suggestions"], "broken": []}
    assert run(*BUILD)[0] == 0
    after = stance(run)
    assert {state for state in before if before[state] != after[state]} == {STATE}
    claim = traced(run)
    withdrawn(run, claim)
    run(*BUILD)
    assert files_of(run) == bare, "removing a source equals never having had it"


def traced(run):
    """Back from the score to the quote, and forth again; the id of the first claim."""
    _, explained = run("explain", "russia_ukraine", STATE, "--indicator", "D5")
    facts = explained["contributions"][0]["facts"]
    quotes = {claim["claim_id"]: claim["quote_text"] for fact in facts for claim in fact["claims"]}
    assert all(quote in TEXT for quote in quotes.values())
    _, back = run("evidence", "trace", STATE)
    assert {row["claim_id"] for row in back} == set(quotes)
    claim = next(iter(quotes))
    _, forth = run("evidence", "trace", claim)
    assert [(one["state"], one["indicator"], one["index"]) for one in forth["effects"]] == [
        (STATE, "D5", "stance")
    ]
    return claim


def withdrawn(run, claim):
    """Every sentence, score and PDF that the source touched is named before it goes."""
    assert run("dossier", "russia_ukraine", STATE, "--out", PDF, lang="de")[0] == 0
    _, touched = run("evidence", "withdraw", "eine-zeitung", "--dry-run", lang="de")
    assert claim in touched["claims"]
    assert [Path(one["file"]).name for one in touched["files"]] == [PDF]
    assert {one["indicator"] for one in touched["scores"]} == {"D5"}
    assert any(TEXT.split(". ")[0] in one["text"] for one in touched["sentences"])
    _, found = run("evidence", "withdraw", "eine-zeitung", "--reason", "retracted")
    assert found["states"][STATE][1] == 0.0


@pytest.mark.shared
@pytest.mark.slow
def test_the_sample_documents_walk_the_same_way(run, shared):
    """The dossier's chapters: every quote is proved, and Serbia and North Korea move."""
    before = stance(run)
    chapters = {"serbien": "SRB", "tuerkei": "TUR", "nordkorea": "PRK", "einleitung": "RUS"}
    for name, state in chapters.items():
        file = str(shared(f"documents/{name}.txt"))
        described = ("--title", name, "--publisher", "A Dossier", "--published", "2023-12-01")
        _, [added] = run("evidence", "add", file, *described, "--profile", state)
        assert added["suggestions"] > 0
    code, counts = run("evidence", "review", "--who", "ann", keys="a" * 1000)
    assert (code, counts["open"]) == (0, 0)
    _, proof = run("evidence", "check")
    assert proof["broken"] == []
    assert proof["proved"] >= counts["decisions"]
    assert run(*BUILD)[0] == 0
    after = stance(run)
    assert {"PRK", "SRB"} <= {state for state in before if before[state] != after[state]}
    assert run("dossier", "russia_ukraine", "PRK", "--out", "prk.pdf", lang="de")[0] == 0
    text = subprocess.run(
        ["pdftotext", "-layout", str(run.folder / "prk.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    assert "Nordkorea" in text


def test_the_guide_names_the_commands_of_the_walk():
    walk = re.search(r"## The whole walk\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)
    assert walk
    for command in (
        "evidence add",
        "evidence review",
        "evidence check",
        "build",
        "evidence trace",
        "dossier",
    ):
        assert f"standpunkt {command}" in walk[1]
