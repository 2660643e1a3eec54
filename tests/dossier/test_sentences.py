"""Nothing is said that no finding carries: figures, names and footnotes are proved for every state."""

import re

import pytest

from standpunkt.dossier.findings.collect import findings
from standpunkt.dossier.findings.finding import VERSION_KEY
from standpunkt.dossier.formats import Voice
from standpunkt.dossier.sentences import SLOT, templates, write_sentence
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import read_number
from standpunkt.vocabulary.errors.dossier import SentenceSlotError

LANGUAGES = ("de", "en")
SOME = (
    "SRB",
    "TUR",
    "PRK",
    "TUV",
    "USA",
    "BLR",
    "ZAF",
    "CHE",
    "RUS",
    "UKR",
    "NLD",
    "GMB",
    "EGY",
    "IRN",
    "KGZ",
)
INSULTS = ("stooge", "puppet", "vassal", "Vasall", "Marionette", "Handlanger", "regime")


def _sentences(observatory, iso3, language):
    voice = Voice(language, observatory.study)
    return [(finding, write_sentence(finding, voice)) for finding in findings(observatory, iso3)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iso3", SOME)
def test_every_figure_lies_in_a_span_of_its_finding(observatory, iso3, language):
    for finding, sentence in _sentences(observatory, iso3, language):
        covered = {place for span in sentence.spans for place in range(span.start, span.end)}
        for match in re.finditer(r"\d+", sentence.text):
            assert set(range(*match.span())) <= covered, (sentence.text, match[0])
        for span in sentence.spans:
            assert span.finding_id == finding.id
            assert sentence.text[span.start : span.end]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_states_lie_in_a_span(observatory, language):
    names = [state_name(code, language) for code in observatory.study.universe_states()]
    for iso3 in SOME:
        for _finding, sentence in _sentences(observatory, iso3, language):
            covered = {place for span in sentence.spans for place in range(span.start, span.end)}
            for name in names:
                for match in re.finditer(rf"\b{re.escape(name)}\b", sentence.text):
                    assert set(range(*match.span())) <= covered, (sentence.text, name)


@pytest.mark.parametrize("iso3", SOME)
def test_every_sentence_has_a_footnote_that_exists(observatory, iso3):
    for _finding, sentence in _sentences(observatory, iso3, "en"):
        assert sentence.footnotes
        for key in sentence.footnotes:
            assert key == VERSION_KEY or observatory.facts.get(*key.split(":", 1)) is not None


@pytest.mark.parametrize("iso3", SOME)
def test_both_languages_say_the_same_findings(observatory, iso3):
    ids = [[s.finding_ids for _, s in _sentences(observatory, iso3, language)] for language in LANGUAGES]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_printed_numbers_read_back_as_the_value(observatory, language):
    for finding, sentence in _sentences(observatory, "TUR", language):
        for span in sentence.spans:
            value = finding.fields.get(span.field)
            text = sentence.text[span.start : span.end]
            if isinstance(value, float) and any(letter.isdigit() for letter in text):
                precision = 0.0051 if "%" in text else 0.51
                assert read_number(text, language) == pytest.approx(value, abs=precision)


def test_doubtful_facts_are_called_so_wherever_they_are_said(observatory):
    marks = {"de": ("rekonstruiert", "ungeprüft"), "en": ("reconstructed", "unverified")}
    for language, (rebuilt, unread) in marks.items():
        for iso3 in SOME:
            for finding, sentence in _sentences(observatory, iso3, language):
                if finding.doubt:
                    assert {"reconstructed": rebuilt, "unverified": unread}[finding.doubt] in sentence.text


def test_denied_and_interested_statements_name_who(observatory):
    said = [(f, s.text) for f, s in _sentences(observatory, "ZAF", "en") if f.kind == "statement"]
    denied = [text for finding, text in said if finding.fields["denier"]]
    assert denied
    assert all("denied by" in text for text in denied)
    interested = [s.text for f, s in _sentences(observatory, "BLR", "en") if f.variant == "interested"]
    assert interested
    assert all("with an interest of their own" in text for text in interested)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_begin_large_end_with_a_stop_and_insult_nobody(observatory, language):
    for iso3 in SOME:
        for _finding, sentence in _sentences(observatory, iso3, language):
            assert not sentence.text[0].islower()
            assert sentence.text.endswith(".")
            assert "{" not in sentence.text
            assert "  " not in sentence.text
            assert not [word for word in INSULTS if word in sentence.text]


def test_german_uses_the_right_article_case_and_number(observatory):
    text = " ".join(sentence.text for _, sentence in _sentences(observatory, "TUR", "de"))
    assert "der Türkei" in text
    american = " ".join(sentence.text for _, sentence in _sentences(observatory, "USA", "de"))
    assert "stimmten die Vereinigten Staaten" in american
    assert "Außenhandel der Vereinigten Staaten" in american


def test_languages_have_the_same_templates_with_the_same_fields():
    german, english = templates("de"), templates("en")
    assert german.keys() == english.keys()
    for kind, variants in german.items():
        assert variants.keys() == english[kind].keys(), kind
        for variant, text in variants.items():
            slots = [{slot[1] for slot in SLOT.finditer(found)} for found in (text, english[kind][variant])]
            own = {"subject", "partner"}
            assert slots[0] - own == slots[1] - own, f"{kind}.{variant}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_hold_no_figures(language):
    for variants in templates(language).values():
        for text in variants.values():
            assert not re.search(r"\d", SLOT.sub("", text)), text


def test_a_template_that_asks_for_a_field_the_finding_lacks_is_refused(observatory):
    finding = findings(observatory, "SRB")[0]
    broken = finding.model_copy(update={"fields": {}})
    with pytest.raises(SentenceSlotError, match="class_now"):
        write_sentence(broken, Voice("en", observatory.study))
