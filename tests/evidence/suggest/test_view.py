"""Views: unwrapped paragraphs, sentences, and offsets that always point back into the layer."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from standpunkt.evidence.reading.sentences import sentences_of
from standpunkt.evidence.reading.view import view_of
from standpunkt.languages.reading import reading

KEEP = reading("de").abbreviations.hyphen_keep_before
FILLER = "Dieser Absatz ist lang genug, damit die Zeilen des Textes als umbrochen gelten und nicht als\n"


def unwrapped(first, second):
    layer = FILLER + FILLER + first + "\n" + second + " und so weiter bis zum Ende des ganzen Satzes."
    return " ".join(block.text for block in view_of(layer, KEEP))


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("am Rande der Verhandlungen über die Rüstungs-", "lieferung", "Rüstungslieferung"),
        ("am Rande der Verhandlungen in der UN-", "Generalversammlung", "UN-Generalversammlung"),
        ("die Sicherheit der Geräte vom Typ MiG 29-", "Kampfflugzeuge", "MiG 29-Kampfflugzeuge"),
        ("sie warten auf Panzer sowie auf Präsidentschafts-", "und Wahlen", "Präsidentschafts- und Wahlen"),
        ("die Ankunft der Systeme des Typs S-400-", "fähig", "S-400-fähig"),
    ],
)
def test_a_hyphen_at_the_end_of_a_line(first, second, joined):
    assert joined in unwrapped(first, second)


def test_page_numbers_links_and_running_heads_are_left_out():
    page = "Kopfzeile des Heftes\nDies ist der eine Satz der Seite.\nhttps://example.org/a\n{n}\n"
    layer = "".join(page.format(n=n) for n in range(1, 5))
    texts = [block.text for block in view_of(layer)]
    assert texts == ["Dies ist der eine Satz der Seite."] * 4


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("aäBé.?! -\n\r\t„“0123\u00ad\u202e😀"), max_size=300))
def test_each_character_of_a_view_is_the_character_of_the_layer_or_a_blank(layer):
    for block in view_of(layer):
        assert len(block.text) == len(block.offsets)
        assert list(block.offsets) == sorted(block.offsets)
        for character, offset in zip(block.text, block.offsets, strict=True):
            assert character == " " or layer[offset] == character
    for sentence in sentences_of(layer, "de"):
        assert 0 <= sentence.start < sentence.end <= len(layer)


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Der 12. Gipfel begann am 24. Februar. Er endete bald.", 2),
        ("de", "Das gilt z. B. für Öl. Für Gas nicht.", 2),
        ("en", "It began on Mar. 3 in the U.S. capital. It ended soon.", 2),
        ("de", "„Ich weiß es. Du auch.“ Dann ging er.", 3),
        ("en", "Dr. Smith met Mr. Jones. They talked.", 2),
    ],
)
def test_sentences_end_where_they_should(language, text, count):
    assert len(sentences_of(text, language)) == count


def test_a_line_without_end_is_cut_into_sentences_of_at_most_2000_characters():
    found = sentences_of("a" * 1_000_000, "de")
    assert max(one.end - one.start for one in found) <= 2000


@pytest.mark.shared
def test_the_raw_excerpt_unwraps_to_the_sentences_of_the_chapter(shared):
    chapter = shared("documents/serbien.txt").read_bytes().decode("utf-8")
    raw = shared("documents/auszug_roh_serbien.txt").read_bytes().decode("utf-8")
    have = {one.text for one in sentences_of(raw, "de")}
    missing = [one.text for one in sentences_of(chapter, "de") if one.text not in have]
    # The chapter's file itself has a blank after "MiG 29-" that the print lacks.
    assert [one.replace("29- K", "29-K") for one in missing if one.replace("29- K", "29-K") not in have] == []
    assert len(missing) <= 1
