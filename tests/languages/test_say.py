"""Texts, refusals and what each language still owes."""

from datetime import date
from pathlib import Path

import pytest

from standpunkt.languages.check import faulty_texts, missing_texts, unused_texts
from standpunkt.languages.declared import Declared, declared_texts, texts_in
from standpunkt.languages.known import known_languages
from standpunkt.languages.say import catalogue, error_text, say
from standpunkt.vocabulary.errors.languages import MissingTextError
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.periods import PeriodOutsideError
from standpunkt.vocabulary.errors.states import UnknownStateError


def test_every_declared_text_is_in_every_language():
    owed = [debt for language in known_languages() for debt in missing_texts(language)]
    listed = "\n".join(f"{debt.language} {debt.place}: {debt.problem}" for debt in owed)
    assert not owed, f"{len(owed)} texts are missing:\n{listed}"


def test_translations_keep_the_placeholders_and_do_not_contradict_each_other():
    assert [debt for language in known_languages() for debt in faulty_texts(language)] == []


def test_refusals_are_shown_in_the_readers_language():
    error = UnknownStateError(value="Serbein", nearest="Serbien (SRB)")
    assert error_text(error, "de").startswith("Kein Staat heißt »Serbein«. ")
    assert error_text(error, "en") == error.text()


def test_numbers_and_dates_in_refusals_follow_the_language():
    error = PeriodOutsideError(value=0.25, first=date(2014, 1, 1), last="x")
    assert "»0,25«" in error_text(error, "de")
    assert "1. Januar 2014" in error_text(error, "de")
    assert "1 January 2014" in error_text(error, "en")


def test_a_missing_text_is_an_error_and_no_fallback():
    with pytest.raises(MissingTextError, match="Nobody ever said this"):
        say("Nobody ever said this", "de")
    assert say("Nobody ever said this", "en") == "Nobody ever said this"


def test_placeholders_are_filled_by_name():
    assert say("between {a} and {b}", "en", b=2, a=1) == "between 1 and 2"


def test_english_needs_no_catalogue():
    assert missing_texts("en") == []
    assert catalogue("en") == {}


def test_every_refusal_is_declared():
    for error in StandpunktError.__subclasses__():
        if error.__module__.startswith("standpunkt."):
            declared = {one.msgid for one in declared_texts()}
            assert set(filter(None, error.templates())) <= declared, error


def test_what_nobody_declares_is_listed_as_unused():
    text = next(iter(catalogue("de")))
    assert text in [debt.problem.removeprefix("nothing declares '")[:-1] for debt in unused_texts("de", ())]


def test_a_missing_text_is_listed_with_its_place():
    debts = missing_texts("de", (Declared("Not translated", "web/x.py:7"),))
    assert [(debt.place, debt.problem) for debt in debts] == [("web/x.py:7", "no text for 'Not translated'")]


def _package(folder: Path, **files: str) -> set[str]:
    for name, content in files.items():
        path = folder / name.replace("__", "/").replace("_html", ".html").replace("_py", ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return {one.msgid for one in texts_in(folder)}


def test_texts_are_found_in_calls_constants_loops_and_imports(tmp_path):
    code = (
        f"from {tmp_path.name}.b import ELSEWHERE\n"
        'TITLE = "title"\nWORDS = {"x": "word"}\nPAGES = (("/", "page"), ("/b", "other page"))\n'
        'def f(v, c):\n    v.say("direct " "joined")\n    v.say(TITLE)\n'
        "    v.say(WORDS[c])\n    v.say(ELSEWHERE)\n"
        '    v.say("yes" if c else "no")\n    return [v.say(text) for _, text in PAGES]\n'
    )
    found = _package(tmp_path, a_py=code, b_py='ELSEWHERE = "elsewhere"\n')
    assert found == {
        *("direct joined", "title", "word", "elsewhere", "yes", "no"),
        *("page", "other page"),
    }


def test_texts_are_found_in_templates_measures_and_refusals(tmp_path):
    found = _package(
        tmp_path,
        web__templates__a_html="<p>{{ _(\"Hello {name}\", name=name) }}</p>{{ _('single') }}",
        measures__m_py='M = Measure(code="a.b", label="Label", unit="share", caveat="Care")\n',
        errors__e_py='class E(StandpunktError):\n    """Not this."""\n\n    code = "X1"\n    says = "Says"\n',
    )
    assert found == {"Hello {name}", "single", "Label", "share", "Care", "Says"}
