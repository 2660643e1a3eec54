"""Every form that is exported is read back: same claims, same decisions, same bytes when exported again."""

import json

import pytest

from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.beside.links import Link, link
from standpunkt.evidence.ledger.beside.sources import SourceRecord, keep_source, mark_interest, rate_source
from standpunkt.evidence.ledger.connection import open_database
from standpunkt.evidence.ledger.reading import broken_quotes, claims
from standpunkt.evidence.ledger.store import add_document, decide, propose
from standpunkt.pipeline.evidence.exports import export_to, form_of, import_file
from standpunkt.pipeline.evidence.ledger import Desk
from standpunkt.vocabulary.errors.ledger import ImportFileError, ImportFormError
from tests.evidence.ledger.conftest import AT, SIGNED, document_rows, proposal

FORMS = ("csv", "parquet", "anno", "prov", "ftm")
LONG = "Serbia " + "and so on and so forth " * 20 + "refused."
EVERY = ("suggested", "accepted", "rejected", "superseded")


def decision(claim_id, op, version=1, who="ann", **fields: object):
    return Decision(0, claim_id, op, base_version=version, who=who, at=AT.isoformat(), seconds=4.5, **fields)


@pytest.fixture
def reviewed(filled):
    """A ledger with edits, an undo, a second reader, a dispute, a link, ratings, and a very long quote."""
    database, (first, second), _ = filled
    document, layer = document_rows(LONG, "b-paper")
    document["title"] = "Straße, „Titel“; 1, 2"
    add_document(database, document, layer)
    [third] = propose(database, [proposal(layer, LONG)], SIGNED)
    decide(database, decision(first, "edit", payload={"credibility": 2, "note": 'a "b", c;\nd'}, keys=3))
    decide(database, decision(first, "reject", 2, reason="duplicate"))
    decide(database, decision(first, "undo", 2))
    decide(database, decision(first, "dispute", 2))
    decide(database, decision(second, "accept"))
    decide(database, decision(second, "accept", who="ben", role="second"))
    decide(database, decision(third, "accept"))
    keep_source(database, SourceRecord("a-paper", "A Paper", parent="an-agency"), SIGNED)
    rate_source(database, "a-paper", {"reliability": "B", "topic": "all", "reason": "x"}, SIGNED)
    mark_interest(database, "a-paper", {"party": "RUS", "sign": "for", "note": None}, SIGNED)
    link(database, Link(first, second, "corroborates", "true"), SIGNED)
    return Desk(database, "ann")


def other_ledger(tmp_path, *, with_documents):
    database = open_database(tmp_path / "other", None, AT)
    if with_documents:
        add_document(database, *document_rows())
        document, layer = document_rows(LONG, "b-paper")
        document["title"] = "Straße, „Titel“; 1, 2"
        add_document(database, document, layer)
    return Desk(database, "carl")


def states(desk):
    with desk.database.transaction() as connection:
        return {one.id: one.state for one in claims(connection)}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_comes_back_whole_and_is_written_again_to_the_same_content(reviewed, tmp_path, form):
    out, again = tmp_path / f"out.{form}", tmp_path / f"again.{form}"
    assert export_to(reviewed, form, out) == 3
    assert form_of(out) == form
    desk = other_ledger(tmp_path, with_documents=True)
    row = import_file(desk, out)
    assert (row["form"], row["new"], row["known"], row["left_out"]) == (form, 3, 0, [])
    assert states(desk) == states(reviewed)
    with desk.database.transaction() as connection:
        assert broken_quotes(connection)[1] == []
    export_to(desk, form, again)
    assert again.read_bytes() == out.read_bytes()
    assert import_file(desk, out)["known"] == 3
    desk.database.engine.dispose()


@pytest.mark.parametrize("form", FORMS)
def test_claims_of_a_document_that_is_not_there_are_left_out_by_name(reviewed, tmp_path, form):
    out = tmp_path / f"out.{form}"
    export_to(reviewed, form, out)
    desk = other_ledger(tmp_path, with_documents=False)
    row = import_file(desk, out)
    assert row["new"] == 0
    assert {one["reason"] for one in row["left_out"]} == {
        "its document is not in this ledger: add the file first"
    }
    assert states(desk) == {}
    desk.database.engine.dispose()


def test_a_forged_quote_is_left_out(reviewed, tmp_path):
    out = tmp_path / "out.anno"
    export_to(reviewed, "anno", out)
    content = json.loads(out.read_text(encoding="utf-8"))
    for item in content["items"]:
        for quote in item["body"]["record"]["quotes"]:
            quote["start"], quote["exact"], quote["sha256"] = 0, "Serbia joined.", "0" * 64
    out.write_text(json.dumps(content), encoding="utf-8")
    desk = other_ledger(tmp_path, with_documents=True)
    assert {one["reason"] for one in import_file(desk, out)["left_out"]} == {
        "its quote does not stand in the document"
    }
    desk.database.engine.dispose()


def test_other_decisions_in_the_ledger_are_never_overwritten(reviewed, tmp_path):
    out = tmp_path / "out.csv"
    export_to(reviewed, "csv", out)
    desk = other_ledger(tmp_path, with_documents=True)
    import_file(desk, out)
    first = next(iter(states(desk)))
    decide(desk.database, decision(first, "reject", states(desk)[first].version, reason="no_claim"))
    row = import_file(desk, out)
    assert [one["reason"] for one in row["left_out"]] == ["the ledger holds it with other decisions"]
    assert states(desk)[first].status == "rejected"
    desk.database.engine.dispose()


def test_rejected_and_open_claims_travel_when_asked_for(reviewed, tmp_path):
    first = next(iter(states(reviewed)))
    decide(reviewed.database, decision(first, "reject", 2, reason="no_claim"))
    out = tmp_path / "out.csv"
    assert export_to(reviewed, "csv", out) == 2
    assert export_to(reviewed, "csv", out, EVERY) == 3
    desk = other_ledger(tmp_path, with_documents=True)
    import_file(desk, out)
    assert states(desk) == states(reviewed)
    desk.database.engine.dispose()


def test_a_published_quote_ends_after_300_characters(reviewed, tmp_path):
    out = tmp_path / "out.csv"
    export_to(reviewed, "csv", out)
    assert LONG not in out.read_text(encoding="utf-8")
    assert "[…]" in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    ["", "no form at all", "claim_id,quote\n1,2\n", '{"@graph": 3}', '{"type": "AnnotationPage"}', "PAR1xx"],
)
def test_a_file_of_no_form_is_refused_by_name(reviewed, tmp_path, content):
    file = tmp_path / "in.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ImportFormError) as refused:
        import_file(reviewed, file)
    assert refused.value.values["file"] == "in.txt"
    with pytest.raises(ImportFileError):
        import_file(reviewed, tmp_path / "nothing.csv")
