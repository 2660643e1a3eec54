"""Which state a text names: every usual name, in both languages, and nothing by guess."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.languages.forms import forms_of_states
from standpunkt.languages.resolve import fold, nearest_states, resolve_state
from standpunkt.vocabulary.errors.states import AmbiguousStateError, UnknownStateError
from standpunkt.vocabulary.states import every_state, state

LANGUAGES = ("de", "en")
LIVING = [one.iso3 for one in every_state() if one.kind != "historical"]
EVERY = [one.iso3 for one in every_state()]


def _meanings(text: str, language: str) -> str:
    """The state that a text names, or the refusal that lists several."""
    try:
        return resolve_state(text, language).iso3
    except AmbiguousStateError as error:
        return str(error)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("column", ["name", "nominative", "genitive", "dative", "accusative", "official"])
def test_every_name_and_case_leads_back_to_its_state(language, column):
    for iso3, row in forms_of_states(language).items():
        if row[column]:
            assert resolve_state(row[column], language).iso3 == iso3
            assert resolve_state(row[column]).iso3 == iso3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_alias_leads_back_or_is_refused_as_ambiguous(language):
    for iso3, row in forms_of_states(language).items():
        for alias in filter(None, row["aliases"].split(";")):
            assert iso3 in _meanings(alias, language), alias


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_adjective_leads_back_or_is_refused_as_ambiguous(language):
    for iso3 in LIVING:
        adjective = forms_of_states(language)[iso3]["adjective"]
        assert iso3 in _meanings(adjective, language), adjective


def test_every_code_leads_back():
    for one in every_state():
        assert resolve_state(one.iso3) == one
        if one.iso2 and one.iso2 != "CS":
            assert resolve_state(one.iso2) == one


@pytest.mark.parametrize(
    ("text", "iso3"),
    [
        ("NA", "NAM"),
        ("na", "NAM"),
        ("serbische", "SRB"),
        ("russischer", "RUS"),
        ("Turkish", "TUR"),
        ("US-", "USA"),
        ("U.S.", "USA"),
        ("USA", "USA"),
        ("amerikanischen", "USA"),
        ("Türkei", "TUR"),
        ("Tuerkei", "TUR"),
        ("TURKEY", "TUR"),
        ("Türkiye", "TUR"),
        ("turkiye", "TUR"),
        ("Elfenbeinküste", "CIV"),
        ("Ivory Coast", "CIV"),
        ("cote d’ivoire", "CIV"),
        ("Burma", "MMR"),
        ("Swasiland", "SWZ"),
        ("Weißrussland", "BLR"),
        ("weissrussische", "BLR"),
        ("Belarus", "BLR"),
        ("Großbritannien", "GBR"),
        ("UK", "GBR"),
        ("UdSSR", "SUN"),
        ("Soviet Union", "SUN"),
        ("DDR", "DDR"),
        ("Nord-Mazedonien", "MKD"),
        ("nordkoreanische", "PRK"),
        ("DPRK", "PRK"),
        ("St. Kitts & Nevis", "KNA"),
        ("Saint Kitts und Nevis", "KNA"),
        ("São Tomé and Príncipe", "STP"),
        ("sao tome und principe", "STP"),
        ("im Sudan", "SDN"),
        ("Guinea", "GIN"),
        ("Guinea-Bissau", "GNB"),
        ("Niger", "NER"),
        ("nigerianische", "NGA"),
        ("Serbien (SRB)", "SRB"),
        ("Dominica", "DMA"),
        ("China", "CHN"),
        ("Taiwan", "TWN"),
        ("Kosovo", "XKX"),
        ("Vatikan", "VAT"),
        ("Ukrainian", "UKR"),
        ("deutsche", "DEU"),
        ("Cape Verde", "CPV"),
        ("im Libanon", "LBN"),
    ],
)
def test_usual_names_are_understood(text, iso3):
    assert resolve_state(text).iso3 == iso3


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Congo", {"COD", "COG"}),
        ("Kongo", {"COD", "COG"}),
        ("kongolesische", {"COD", "COG"}),
        ("Korea", {"KOR", "PRK"}),
        ("Dominican", {"DMA", "DOM"}),
    ],
)
def test_a_name_of_several_states_is_refused_with_all_of_them(text, codes):
    with pytest.raises(AmbiguousStateError) as caught:
        resolve_state(text)
    assert all(f"({code})" in str(caught.value) for code in codes)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("text", "language", "nearest"),
    [
        ("Serbein", "de", "Serbien (SRB)"),
        ("Turkie", "en", "(TUR)"),
        ("Ukrane", "en", "Ukraine (UKR)"),
        ("Frankreihc", "de", "Frankreich (FRA)"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest(text, language, nearest):
    with pytest.raises(UnknownStateError) as caught:
        resolve_state(text, language)
    assert nearest in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("text", ["", "   ", "-", "EU", "die", "the", "XYZ", "none", "null"])
def test_what_names_no_state_is_refused(text):
    with pytest.raises(UnknownStateError):
        resolve_state(text)


def test_words_that_belong_to_no_state_are_never_guessed():
    for text in ("Serbia and", "Neu-Serbien", "Fran", "Ukrain"):
        with pytest.raises(UnknownStateError):
            resolve_state(text)


@given(st.sampled_from(EVERY), st.sampled_from(LANGUAGES), st.randoms(use_true_random=False))
def test_case_never_matters(iso3, language, random):
    name = forms_of_states(language)[iso3]["name"]
    mixed = "".join(random.choice((letter.lower(), letter.upper())) for letter in name)
    assert resolve_state(mixed).iso3 == iso3


@given(st.text(max_size=40))
def test_any_text_is_resolved_or_refused(text):
    with contextlib.suppress(UnknownStateError, AmbiguousStateError):
        assert resolve_state(text) in every_state()


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


def test_the_nearest_states_come_in_order_and_without_repetition():
    found = nearest_states("Serbien", "de", 5)
    assert found[0] == "SRB"
    assert len(found) == len(set(found)) == 5


def test_former_names_are_no_reason_to_leave_the_living_state():
    assert resolve_state("Yemen") == state("YEM")
    assert resolve_state("Tanganyika") == state("TZA")


@pytest.mark.parametrize(
    ("text", "language", "nearest"),
    [("Serbja", "de", "SRB"), ("Irann", "en", "IRN"), ("Kasachtsan", "de", "KAZ"), ("Emirate", "de", "ARE")],
)
def test_the_nearest_name_is_the_one_a_reader_would_name(text, language, nearest):
    assert nearest_states(text, language)[0] == nearest
