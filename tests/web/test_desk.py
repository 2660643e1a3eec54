"""The review desk: documents come in, claims are decided on, nothing is lost and nothing foreign is heard."""

import io
import re
import shutil
import sys
from types import SimpleNamespace

import pypdf
import pytest
from fastapi.testclient import TestClient

from standpunkt.cli.evidence.desk import desk_room
from standpunkt.cli.session import Session
from standpunkt.evidence.ledger.beside.locks import drop_lock
from standpunkt.evidence.ledger.reading import broken_quotes, claims
from standpunkt.web.desk.access import COOKIE, Access
from standpunkt.web.security import CONTENT_POLICY
from tests.web.desk_client import BASE, DESK, TEXT, Reader, make_app, problem_of, where_of

WORD = "geheim"


@pytest.fixture
def data_dir(tmp_path):
    return tmp_path


@pytest.fixture
def app(data_dir):
    return make_app(data_dir)


@pytest.fixture
def open_reader(app):
    def opened(name: str = "Ann") -> Reader:
        client = TestClient(app, base_url=BASE, follow_redirects=False)
        return Reader(client, name).sign_in()

    return opened


@pytest.fixture
def reader(open_reader) -> Reader:
    return open_reader()


def held(app, status=None):
    """Claims of the ledger as they stand."""
    with app.state.desk.database.transaction() as connection:
        found = claims(connection, "russia_ukraine")
    return [one for one in found if status in {None, one.state.status}]


def test_a_document_comes_in_and_its_claims_are_marked(reader):
    answer = reader.take_in()
    assert answer.status_code == 303
    assert reader.page.count('class="mark suggested') >= 3
    assert "paragraph 2" in reader.page
    assert 'value="A Paper"' not in reader.page
    assert "A Paper" in reader.page


def test_the_same_document_again_adds_nothing(reader, app):
    reader.take_in()
    count = len(held(app))
    assert "said=known" in reader.take_in().headers["location"]
    assert len(held(app)) == count


def test_accepting_as_suggested_signs_and_times_the_decision(reader, app):
    where = where_of(reader.take_in())
    answer = reader.decide(where, "accept")
    assert answer.status_code == 303
    (accepted,) = held(app, "accepted")
    (decision,) = accepted.decisions
    assert (decision.op, decision.who, decision.seconds, decision.role) == ("accept", "Ann", 4.2, "first")
    assert "Accepted: " in reader.page
    assert "1 of" in reader.page


def test_accepting_a_changed_form_stores_the_changed_fields_only(reader, app):
    where = where_of(reader.take_in())
    reader.decide(where, "accept", recipients="Belarus", credibility="2")
    (accepted,) = held(app, "accepted")
    (decision,) = accepted.decisions
    assert decision.op == "edit"
    assert dict(decision.payload) == {"recipients": ["BLR"], "credibility": 2}


def test_a_stance_relation_needs_its_stance(reader, app):
    where = where_of(reader.take_in())
    answer = reader.decide(where, "accept", relation="VOTE", stance="")
    assert answer.status_code == 422
    assert "stance" in problem_of(answer)
    assert not held(app, "accepted")


def test_rejecting_keeps_the_reason(reader, app):
    where = where_of(reader.take_in())
    reader.decide(where, "reject")
    reader.decide(where, "", reject="duplicate")
    assert sorted(one.state.reason for one in held(app, "rejected")) == ["duplicate", "no_claim"]


def test_undo_takes_the_last_own_decision_back_and_shows_it(reader, app):
    where = where_of(reader.take_in())
    first = reader.form()["claim"]
    reader.decide(where, "accept")
    answer = reader.decide(where, "undo")
    assert f"claim={first}" in answer.headers["location"]
    assert not held(app, "accepted")
    assert [one.op for one in held(app)[0].decisions] in (["accept", "undo"], [])


def test_what_is_put_off_comes_back_last(reader, app):
    where = where_of(reader.take_in())
    first, total = reader.form()["claim"], len(held(app))
    reader.decide(where, "defer")
    for _ in range(total - 1):
        assert reader.form()["claim"] != first
        reader.decide(where, "reject")
    assert reader.form()["claim"] == first


def test_a_decision_on_a_claim_that_moved_on_is_refused_and_keeps_the_form(reader, app):
    where = where_of(reader.take_in())
    old = reader.form()
    reader.decide(where, "accept", note="first")
    answer = reader.post(f"/{where}/decide", **(old | {"op": "accept", "note": "typed meanwhile"}))
    assert answer.status_code == 409
    assert 'value="typed meanwhile"' in answer.text
    assert held(app, "accepted")[0].state.form["note"] == "first"


def test_an_unknown_party_is_refused_with_the_nearest_and_keeps_the_form(reader):
    where = where_of(reader.take_in())
    answer = reader.decide(where, "accept", recipients="Rusia", note="mine")
    assert answer.status_code == 422
    assert "Russia" in problem_of(answer)
    assert 'value="mine"' in answer.text
    assert 'value="Rusia"' in answer.text


def test_every_accepted_quote_stands_where_it_says(reader, app):
    where = where_of(reader.take_in())
    for _ in held(app):
        reader.decide(where, "accept")
    with app.state.desk.database.transaction() as connection:
        proved, broken = broken_quotes(connection)
    assert proved == len(held(app, "accepted")) > 2
    assert broken == []


def test_a_document_that_another_person_holds_is_shown_and_not_changed(reader, open_reader, app):
    where = where_of(reader.take_in())
    other = open_reader("Bob")
    other.get(f"/{where}")
    assert "Ann is reviewing this document" in other.page
    answer = other.decide(where, "accept", note="Bob's words")
    assert answer.status_code == 423
    assert "Ann is reviewing" in problem_of(answer)
    assert "Bob&#39;s words" in answer.text
    assert not held(app, "accepted")


def test_keys_of_a_decision_are_stored(reader, app):
    where = where_of(reader.take_in())
    reader.decide(where, "accept", keys="2")
    assert held(app, "accepted")[0].decisions[0].keys == 2


def test_selected_words_become_a_claim_of_their_own(reader, app):
    where = where_of(reader.take_in())
    reader.post(f"/{where}/claims", quote="sprach dort  mit\nWladimir Putin", near="0", profile="SRB")
    claim = next(one for one in held(app) if one.origin == "hand")
    assert claim.quote == "sprach dort mit Wladimir Putin"
    answer = reader.post(f"/{where}/claims", quote="steht hier nicht", near="0", profile="SRB")
    assert answer.status_code == 422
    assert "steht hier nicht" in problem_of(answer)


# Who may write


def test_a_server_for_others_has_no_desk(data_dir):
    assert desk_room(Session(data_dir), "0.0.0.0", is_wanted=None) is None  # noqa: S104 (refused)
    client = TestClient(make_app(data_dir, is_wanted=False), base_url=BASE, follow_redirects=False)
    for path in ("/", "/claims", "/gate", "/d/abcdef1234567890"):
        assert client.get(DESK + path).status_code == 404
    assert client.post(f"{DESK}/documents").status_code == 404


FOREIGN = [
    ({"origin": "http://evil.example"}, None),
    ({"origin": "null"}, None),
    ({"origin": "http://127.0.0.1:9999"}, None),
    ({"sec-fetch-site": "cross-site"}, None),
    ({"sec-fetch-site": "same-site"}, None),
    ({}, ""),
    ({}, "0" * 64),
]


def test_forms_of_other_sites_are_refused_at_every_address_that_writes(reader, app):
    where = where_of(reader.take_in())
    form, count = reader.form(), len(held(app))
    paths = ["/documents", f"/{where}/decide", f"/{where}/claims", "/links", "/join", "/sources/x", "/name"]
    for path in paths:
        for headers, token in FOREIGN:
            reader.get("/")
            fields = {} if token is None else {"token": token}
            answer = reader.post(
                path,
                headers=headers,
                **(form | {"op": "accept", "name": "Eve", "token": reader.token} | fields),
            )
            assert answer.status_code == 403, (path, headers, token)
            assert "set-cookie" not in answer.headers
    assert not held(app, "accepted")
    assert len(held(app)) == count


def test_another_persons_token_is_refused(reader, open_reader):
    other = open_reader("Bob")
    other.get("/")
    assert reader.post("/documents", file=("a.txt", b"x"), token=other.token).status_code == 403


def test_nobody_writes_without_a_name(app):
    client = TestClient(app, base_url=BASE, follow_redirects=False)
    nobody = Reader(client)
    nobody.get("/")
    answer = nobody.post("/documents", file=("a.txt", TEXT.encode()), profile="SRB")
    assert answer.status_code == 422
    assert not held(app)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b", "a\u202eb"])
def test_names_that_cannot_sign_are_refused(app, name):
    nobody = Reader(TestClient(app, base_url=BASE, follow_redirects=False))
    nobody.get("/")
    answer = nobody.post("/name", name=name)
    assert answer.status_code == 422
    assert "set-cookie" not in answer.headers


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app):
    nobody = Reader(TestClient(app, base_url=BASE, follow_redirects=False))
    nobody.get("/")
    answer = nobody.post("/name", name="Änne Weiß", back="//evil.example/")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert answer.headers["location"].startswith(DESK)
    assert "signed by Änne Weiß" in nobody.get("/").text


def test_a_forged_cookie_is_nobody(app):
    client = TestClient(
        app, base_url=BASE, follow_redirects=False, cookies={COOKIE: Access(b"guess").cookie_of("Eve")}
    )
    assert "signed by" not in client.get(f"{DESK}/").text


def test_the_secret_is_readable_by_its_owner_only(app, data_dir):
    assert app.state.desk.access
    assert (data_dir / "desk.key").stat().st_mode & 0o077 == 0


def test_desk_pages_carry_the_policy_and_are_not_kept(reader):
    where = where_of(reader.take_in())
    for path in ("/", f"/{where}", "/claims", "/events", "/sources", "/gate", "/agreement"):
        headers = reader.get(path).headers
        assert headers["content-security-policy"] == CONTENT_POLICY
        assert headers["cache-control"] == "no-store"
        assert "<script>" not in reader.page
        assert " style=" not in reader.page


def test_pages_for_readers_set_no_cookie(app):
    assert "set-cookie" not in TestClient(app, base_url=BASE).get("/en/").headers


def test_a_body_that_is_too_large_is_refused_unread(reader):
    reader.get("/")
    headers = {"content-length": "60000000", "content-type": "multipart/form-data; boundary=x"}
    answer = reader.client.post(f"{DESK}/documents", content=b"--x", headers=headers)
    assert answer.status_code == 413
    answer = reader.post("/name", name="x" * 1_100_000)
    assert answer.status_code == 413


# Bad input


def encrypted(pdf: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(WORD, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


ENTITY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BAD = {
    "empty": (lambda _: b"", "empty", "leer"),
    "blank": (lambda _: b" \n\t", "empty", "leer"),
    "scanned": (lambda made: made.pdf([[], []]), "OCR", "Texterkennung"),
    "encrypted": (
        lambda made: encrypted(made.pdf([[TEXT[:60]]])),
        "password into the field",
        "Passwort in das Feld",
    ),
    "damaged": (lambda _: b"%PDF-1.4\n garbage", "cannot be read", "nicht"),
    "2001 pages": (lambda made: made.pdf([["x"]] * 2001), "2000", "2000"),
    "zip bomb": (
        lambda made: made.docx(["x"], {"word/a.xml": b"\0" * 30_000_000}),
        "before unpacking",
        "vor dem Entpacken",
    ),
    "entities": (lambda made: made.docx(["&a;"], head=ENTITY), "entities", "Entpacken"),
    "truncated": (lambda made: made.docx(["x"])[:100], "cannot be read", "nicht"),
    "mojibake": (
        lambda _: "Präsident für".encode().decode("cp1252").encode(),
        "Choose the encoding",
        "Kodierung",
    ),
    "binary": (lambda _: b"\x7fELF\x00\x01", "first bytes", "erste"),
}


@pytest.fixture
def made(make_pdf, make_docx):
    return SimpleNamespace(pdf=make_pdf, docx=make_docx)


@pytest.mark.parametrize("kind", BAD)
def test_bad_documents_are_refused_in_words_and_nothing_is_lost(reader, app, data_dir, made, kind):
    make, english, german = BAD[kind]
    answer = reader.take_in(make(made), name="../../böse<script>.bin", title="My title")
    assert 400 <= answer.status_code < 500
    assert english in problem_of(answer)
    assert 'value="My title"' in answer.text
    assert 'value="A Paper"' in answer.text
    assert "<script>" not in answer.text
    assert not held(app)
    assert [one.name for one in (data_dir / "uploads").iterdir()] == []
    reader.get("/", lang="de")
    reply = reader.client.post(
        DESK.replace("/en/", "/de/") + "/documents",
        data={"token": reader.token, "profile": "SRB"},
        files={"file": ("a.bin", make(made))},
    )
    assert german.lower() in problem_of(reply).lower()
    assert "{" not in problem_of(reply)


def test_a_missing_reader_is_named_with_its_extra(reader, made, monkeypatch):
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    answer = reader.take_in(made.pdf([["Ein Satz."]]), name="a.pdf", title="Mine")
    assert answer.status_code == 422
    assert "standpunkt[documents]" in problem_of(answer)
    assert 'value="Mine"' in answer.text


def test_an_encrypted_pdf_is_read_with_its_password(reader, make_pdf):
    lines = ["Serbien lieferte Russland im Mai 2023 rund 1.000 Container mit Munition."] * 3
    answer = reader.take_in(encrypted(make_pdf([lines])), name="a.pdf", password=WORD)
    assert answer.status_code == 303
    assert "page 1, line 1" in reader.page


def test_a_page_with_scripts_is_shown_as_text_and_runs_nothing(reader):
    source = (
        "<html><body><script>alert(1)</script><p onclick='x()'>Serbien lieferte Russland im Mai 2023 "
        "1.000 Container &lt;script&gt;alert(2)&lt;/script&gt; Munition.</p></body></html>"
    )
    assert reader.take_in(source, name="a.html").status_code == 303
    assert "alert(1)" not in reader.page
    assert "&lt;script&gt;alert(2)" in reader.page
    assert "<script>alert" not in reader.page
    assert "onclick" not in reader.page


def test_the_original_is_a_download_shut_off_from_everything(reader):
    source = f"<html><body><p>{TEXT}</p><script>x()</script></body></html>"
    where = where_of(reader.take_in(source, name="a.html"))
    answer = reader.get(f"/{where}/original")
    assert answer.text == source
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["content-type"] == "application/octet-stream"


def test_signs_that_turn_the_text_are_shown_by_name(reader):
    text = TEXT + "Serbien und \u202eRussland\u202c schlossen einen Vertrag. \u05e9\u05dc\u05d5\u05dd\n"
    assert reader.take_in(text).status_code == 303
    assert "[right-to-left override]" in reader.page
    assert 'dir="auto"' in reader.page
    assert "\u202e" not in re.sub(r"<blockquote.*?</blockquote>", "", reader.page, flags=re.DOTALL)


def test_a_megabyte_line_is_read_and_shown_in_parts(reader):
    assert (
        reader.take_in(
            "<p>" + "Der Himmel war an diesem Tag sehr grau " * 26_000 + "</p>", name="a.html"
        ).status_code
        == 303
    )
    assert "part 1 of" in reader.page
    assert len(reader.page) < 100_000


def test_another_language_is_kept_and_coded_by_hand(reader):
    answer = reader.take_in("Сербия поставила России тысячу контейнеров с боеприпасами. " * 5)
    assert answer.status_code == 422
    assert "kept" in problem_of(answer)
    listed = reader.get("/").text
    where = re.findall(r"d/\w{16}", listed)[0]
    reader.get(f"/{where}")
    assert "Nothing was suggested" in reader.page
    reader.post(f"/{where}/claims", quote="Сербия поставила России", near="0", profile="SRB")
    assert "Claim 1 of 1" in reader.page


def test_a_changed_file_is_refused_until_it_is_called_a_new_version(reader, app):
    where = where_of(reader.take_in())
    reader.decide(where, "accept")
    count = len(held(app))
    answer = reader.take_in(TEXT + "Serbien schloss ein Abkommen mit Russland.\n")
    assert answer.status_code == 409
    assert "new version" in problem_of(answer)
    assert len(held(app)) == count
    assert (
        reader.take_in(TEXT + "Serbien schloss ein Abkommen mit Russland.\n", is_new_version="1").status_code
        == 303
    )


def test_a_lost_ledger_keeps_the_form_and_takes_it_again(reader, app, data_dir):
    where = where_of(reader.take_in())
    form = reader.form() | {"op": "accept", "note": "my long note", "token": reader.token}
    app.state.desk.database.engine.dispose()
    for file in data_dir.glob("evidence.sqlite*"):
        file.rename(data_dir / f"away.{file.name}")
    (data_dir / "evidence.sqlite").mkdir()
    answer = reader.client.post(f"{DESK}/{where}/decide", data=form)
    assert answer.status_code == 503
    assert 'value="my long note"' in answer.text
    assert "nothing was lost" in answer.text or "kept here" in answer.text
    shutil.rmtree(data_dir / "evidence.sqlite")
    for file in data_dir.glob("away.*"):
        file.rename(data_dir / file.name.removeprefix("away."))
    assert reader.client.post(f"{DESK}/{where}/decide", data=form).status_code == 303
    assert held(app, "accepted")[0].state.form["note"] == "my long note"


# Two readers, events, sources, checks


def reader_document(app) -> str:
    return held(app)[0].document["id"]


def test_a_withdrawn_source_counts_no_more_until_it_is_restored(reader, app):
    where = where_of(reader.take_in())
    for _ in held(app):
        reader.decide(where, "accept")
    counted = "Events told more than once: 0; told once: 0"
    assert counted not in reader.get("/events").text
    reader.post("/sources/a-paper", withdraw="1", reason="retracted")
    assert counted in reader.get("/events").text
    assert "Let it count again" in reader.get("/sources").text
    reader.post("/sources/a-paper", restore="1")
    assert counted not in reader.get("/events").text


def test_the_second_reader_does_not_see_the_first_verdict(reader, open_reader, app):
    where = where_of(reader.take_in())
    total = len(held(app))
    reader.decide(where, "accept")
    for _ in range(total - 1):
        reader.decide(where, "reject")
    second = open_reader("Bob")
    drop_lock(app.state.desk.database, reader_document(app), "Ann")
    second.get(f"/{where}?second=1")
    assert 'class="mark accepted' not in second.page
    assert 'class="mark rejected' not in second.page
    assert "changed and accepted" not in second.page
    for at in range(total):
        op = "reject" if at == total - 1 else "accept"
        second.post(f"/{where}/decide?second=1", **(second.form() | {"op": op, "seconds": "6"}))
    page = second.get("/agreement").text
    assert f"Claims read by two people: {total}." in page
    assert "kappa" in page
    assert "Where they differ" in page
    assert "Bob" in page


def test_conflicting_figures_of_one_event_stand_side_by_side(reader, app):
    where = where_of(reader.take_in())
    for _ in held(app):
        reader.decide(where, "accept")
    page = reader.get("/events").text
    group = next(
        form
        for form in re.findall(r'<form class="event".*?</form>', page, re.DOTALL)
        if "1,000" in form and "2,000" in form
    )
    ids = re.findall(r'name="claim" value="(\w+)"', group)
    reader.get("/events")
    answer = reader.client.post(
        f"{DESK}/join", data={"token": reader.token, "kind": "same_event", "claim": ids}
    )
    assert answer.status_code == 303
    alone = {"token": reader.token, "kind": "same_event", "claim": ids[:1]}
    assert reader.client.post(f"{DESK}/join", data=alone).status_code == 422
    page = reader.get("/events").text
    assert "Events told more than once: 1" in page
    assert "1,000 to 2,000 containers" in page


def test_sources_are_rated_by_subject_and_their_interest_is_shown(reader):
    where = where_of(reader.take_in())
    assert reader.post("/sources/a-paper", reliability="B", topic="M", reason="known").status_code == 303
    assert reader.post("/sources/a-paper", party="Russland", sign="against").status_code == 303
    assert reader.post("/sources/a-paper", reliability="Z").status_code == 422
    page = reader.get("/sources").text
    assert "B usually reliable" in page
    assert "has an interest against Russia" in page
    reader.get(f"/{where}")
    assert "has an interest against Russia" in reader.page


def test_the_gate_shows_limits_and_what_forbids_a_release(reader):
    where = where_of(reader.take_in(publisher=""))
    reader.decide(where, "accept")
    page = reader.get("/gate").text
    assert "names no publisher" in page
    assert "limit 50%" in page
    assert "Serbia" in page


def test_the_ledger_lists_claims_with_their_trace_and_as_a_safe_file(reader, app):
    where = where_of(reader.take_in(title="=cmd()"))
    reader.decide(where, "accept")
    (claim,) = held(app, "accepted")
    assert claim.quote in reader.get("/claims").text
    assert claim.quote not in reader.get("/claims?status=rejected").text
    assert "'=cmd()" in reader.get("/claims.csv").text
    page = reader.get(f"/c/{claim.id[:16]}").text
    assert "What does it move?" in page
    assert "Ann" in page
    assert reader.get("/c/0000000000000000").status_code == 404


def test_a_long_pdf_is_shown_by_parts_with_page_and_line(reader, make_pdf):
    days = [f"Am Tag {at} war der Himmel grau, und niemand sprach viel." for at in range(1200)]
    pages = [days[at : at + 40] for at in range(0, 1200, 40)]
    pages[20][4] = "Serbien lieferte Russland im Mai 2023 rund 1.000 Container mit Munition."
    assert reader.take_in(make_pdf(pages), name="lang.pdf").status_code == 303
    assert "page 21, line 5" in reader.page
    assert "Page 21" in reader.page
    assert "Page 1<" not in reader.page
