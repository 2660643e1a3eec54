"""Who says it, in the forms that texts use."""

import pytest

from standpunkt.evidence.reading.speakers import named_speaker
from standpunkt.evidence.suggest.learner import as_sentence

NAMED = [
    ("en", "Sales rose by a fifth, Tashkent's customs figures show.", "Tashkent's customs figures"),
    ("en", "Files seen by Le Monde point to two brokers in Dubai.", "Le Monde"),
    ("en", "A study by the Kyiv School of Economics found forty such firms.", "Kyiv School of Economics"),
    ("en", "The visit was part of what Hanoi called a search for balance.", "Hanoi"),
    ("en", "The deputy finance minister has repeatedly denied the deal.", "deputy finance minister"),
    ("en", "A senior official said the ships were empty.", "senior official"),
    ("en", "Maria Ito, the bank's governor, said the rouble would do.", "Maria Ito"),
    ("de", "Jana Novák, die Leiterin des Instituts, sagte das Gegenteil.", "Jana Novák"),
    ("de", "Der Handel wuchs, teilte das Statistikamt in Eriwan mit.", "Statistikamt in Eriwan"),
    ("de", "Nach Zahlen des Instituts Finexpertiza sank der Export.", "Instituts Finexpertiza"),
    (
        "de",
        "Die Lieferung sei erfolgt, hieß es aus dem Verteidigungsministerium.",
        "Verteidigungsministerium",
    ),
    ("de", "Zwei Schiffe legten ab, schrieb die Zeitung unter Berufung auf Hafenbehörden.", "Hafenbehörden"),
]
NOBODY = [
    ("en", "Broadcasters in the capital echo Kremlin claims about laboratories."),
    ("en", "Trade grew twice as fast as in the year before."),
    ("de", "Kein Land hat den Krieg so sichtbar verändert wie dieses."),
]


@pytest.mark.parametrize(("language", "text", "name"), NAMED)
def test_the_speaker_is_found(language, text, name):
    found = named_speaker(as_sentence(text), language)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(("language", "text"), NOBODY)
def test_nobody_speaks_where_the_author_does(language, text):
    assert named_speaker(as_sentence(text), language) is None
