"""Documents of every format: what is read, where it stands, and what bad input gets, in both languages."""

import io

import pypdf
import pytest

from standpunkt.evidence.documents.language import language_of
from standpunkt.evidence.documents.read import read_document
from standpunkt.evidence.documents.sniff import MAX_BYTES
from standpunkt.evidence.reading.sentences import sentences_of
from standpunkt.languages.say import error_text
from standpunkt.vocabulary.errors import evidence as errors
from standpunkt.vocabulary.errors.message import StandpunktError

WORD = "geheim"
GERMAN = "Der Präsident reiste im Juni nach Moskau."
LINES = [
    "Der serbische Minister reiste im Juni mit einer großen Delegation zu Gesprächen in die",
    "russische Hauptstadt und unterzeichnete dort ein Abkommen über die Lieferung von Rüstungs-",
    "gütern an sein Land. Danach flog er weiter nach Peking.",
]


def refusal(content, file="bericht.bin"):
    with pytest.raises(StandpunktError) as caught:
        read_document(content, file)
    for language in ("de", "en"):
        assert file in error_text(caught.value, language)
    return type(caught.value)


@pytest.mark.parametrize("content", [b"", b"  \n\t ", b"\xef\xbb\xbf\n"])
def test_empty_documents_are_refused(content):
    assert refusal(content) is errors.DocumentEmptyError


def test_html_without_text_is_empty():
    assert refusal(b"<html><script>alert(1)</script></html>") is errors.DocumentEmptyError


def test_binary_content_is_no_text():
    assert refusal(b"\x7fELF\x00\x01\x02 abc") is errors.DocumentKindError


def test_broken_letters_are_refused_and_read_when_the_encoding_is_said():
    content = GERMAN.encode("utf-8").decode("cp1252").encode("utf-8")
    assert refusal(content) is errors.DocumentEncodingError
    assert read_document(GERMAN.encode("cp850"), "a.txt", encoding="cp850").text == GERMAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_usual_encodings_is_read(encoding):
    assert read_document(GERMAN.encode(encoding), "a.txt").text == GERMAN


def test_line_ends_and_controls_of_a_text_stay_as_they_are():
    content = "Ein Satz.\r\n\u202eNoch einer.\r\n"
    assert read_document(content.encode(), "a.txt").text == content


def test_the_kind_is_told_from_the_bytes_not_from_the_name(make_docx, make_pdf):
    assert read_document(make_docx([GERMAN]), "bericht.pdf").extractor == "docx"
    assert read_document(make_pdf([[GERMAN]]), "bericht.docx").extractor == "pypdfium2"
    assert read_document(b"<!doctype html><p>Ein Satz.</p>", "a.txt").extractor == "selectolax"


def test_html_drops_scripts_and_hidden_text_and_keeps_the_place_of_each_block():
    source = (
        "<html><head><title>Titel</title><script>fetch('http://x')</script></head><body><nav>Menü</nav>"
        f"<p onclick='x()'>{GERMAN}</p><p style='display:none'>versteckt</p>"
        "<p>Zweiter <b>Absatz</b>.</p></body>"
    )
    layer = read_document(source.encode(), "a.html")
    assert layer.text == f"Titel\n{GERMAN}\nZweiter Absatz."
    assert [layer.text[one.start : one.end] for one in layer.places] == layer.text.split("\n")
    assert layer.notices


def test_a_megabyte_line_of_html_is_read():
    content = ("<p>" + "Wort " * 200_000 + "</p>").encode()
    assert len(read_document(content, "a.html").text) == 999_999


def test_docx_paragraphs_have_their_places(make_docx):
    layer = read_document(make_docx(["Eins.", "", "Zwei."]), "a.docx")
    assert [(layer.text[p.start : p.end], p.element) for p in layer.places] == [
        ("Eins.", "p[1]"),
        ("Zwei.", "p[3]"),
    ]


def test_a_zip_bomb_is_refused_before_it_is_unpacked(make_docx):
    bomb = make_docx([GERMAN], {"word/media/a.xml": b"\0" * 30_000_000})
    assert refusal(bomb) is errors.UnsafeArchiveError


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x", "inner.zip"])
def test_foreign_paths_and_nested_archives_are_refused(make_docx, name):
    assert refusal(make_docx([GERMAN], {name: b"x"})) is errors.UnsafeArchiveError


def test_too_many_parts_are_refused(make_docx):
    parts = {f"word/a{n}.xml": b"x" for n in range(2001)}
    assert refusal(make_docx([GERMAN], parts)) is errors.UnsafeArchiveError


def test_entities_are_refused(make_docx):
    head = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert refusal(make_docx(["&a;"], head=head)) is errors.UnsafeArchiveError


def test_a_truncated_docx_is_damaged(make_docx):
    assert refusal(make_docx([GERMAN])[:100]) is errors.DocumentDamagedError


def test_a_pdf_is_unwrapped_and_each_line_has_page_and_box(make_pdf):
    layer = read_document(make_pdf([LINES, ["Seite zwei hat auch einen Satz."]]), "a.pdf")
    texts = [one.text for one in sentences_of(layer.text, "de")]
    assert any("Rüstungsgütern an sein Land." in text for text in texts)
    assert layer.page_of(layer.text.index("Seite zwei")) == 2
    place = layer.places_of(0, 5)[0]
    assert place.page == 1
    assert place.box is not None


def test_a_scanned_pdf_is_flagged_and_a_mixed_one_read(make_pdf):
    assert refusal(make_pdf([[], []])) is errors.DocumentScannedError
    layer = read_document(make_pdf([LINES, []]), "a.pdf")
    assert layer.notices == ("no text on pages 2",)


def test_an_encrypted_pdf_needs_its_password(make_pdf):
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(make_pdf([LINES])))
    writer.encrypt(WORD, algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert refusal(buffer.getvalue()) is errors.DocumentEncryptedError
    assert "serbische" in read_document(buffer.getvalue(), "a.pdf", password=WORD).text


def test_a_truncated_pdf_is_damaged():
    assert refusal(b"%PDF-1.4\n garbage") is errors.DocumentDamagedError


def test_a_pdf_of_more_than_2000_pages_is_refused(make_pdf):
    assert refusal(make_pdf([["x"]] * 2001)) is errors.DocumentTooLargeError


def test_the_limit_of_bytes_is_said():
    class Huge(bytes):
        def __len__(self) -> int:
            return MAX_BYTES + 1

    assert refusal(Huge(b"x")) is errors.DocumentTooLargeError


def test_languages_are_told_by_small_words():
    assert (
        language_of("Der Präsident und die Minister sind nach Moskau gereist, um mit ihnen zu reden.") == "de"
    )
    assert (
        language_of("The president and the ministers have travelled to Moscow for talks with them.") == "en"
    )
    assert language_of("Le président est allé à Moscou pour parler avec le ministre.") == "und"
