"""Notes beside a study: read whole, checked against the study, and absent without harm."""

import pytest

from standpunkt.study.load import load_study, study_ids
from standpunkt.study.notes import load_notes
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.states import state

STUDIES = study_ids()


@pytest.mark.parametrize("study_id", STUDIES)
def test_notes_name_states_and_indicators_of_their_study(study_id):
    study, notes = load_study(study_id), load_notes(study_id)
    for known in notes.known:
        assert state(known.state).iso3 == known.state
        assert known.indicator in study.indicators
    assert set(notes.objections) <= set(study.universe_states())
    assert set(notes.explained) <= set(study.universe_states())


@pytest.mark.parametrize("study_id", STUDIES)
def test_notes_come_in_both_languages(study_id):
    notes = load_notes(study_id)
    texts = [known.because for known in notes.known]
    texts += [text for every in notes.objections.values() for text in every]
    if notes.counted is not None:
        texts += [notes.counted.text, *notes.counted.reasons]
    assert all(set(text) == {"de", "en"} and all(text.values()) for text in texts)


def test_the_seven_states_of_the_dossier_are_explained_with_objections():
    notes = load_notes("russia_ukraine")
    assert set(notes.explained) == {"SRB", "TUR", "PRK", "ZAF", "BLR", "EGY", "IRN"}
    assert set(notes.objections) == set(notes.explained)


def test_a_study_without_notes_has_empty_ones(tmp_path):
    notes = load_notes("nowhere", tmp_path)
    assert (notes.known, notes.counted, notes.explained) == ((), None, ())


def test_own_notes_are_read_before_those_of_the_package_and_unknown_keys_refused(tmp_path):
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "russia_ukraine.yml").write_text("schema: 1\nexplained: [BRA]\n", encoding="utf-8")
    assert load_notes("russia_ukraine", tmp_path).explained == ("BRA",)
    (folder / "russia_ukraine.yml").write_text("schema: 1\nexplaned: [BRA]\n", encoding="utf-8")
    with pytest.raises(StandpunktError, match="explaned"):
        load_notes("russia_ukraine", tmp_path)
