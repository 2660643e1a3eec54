"""Every refusal of a study file, word for word, in both languages."""

from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

from standpunkt.study.load import load_study
from standpunkt.vocabulary.errors import study, study_content
from standpunkt.vocabulary.errors.message import StandpunktError

CASES = yaml.safe_load((Path(__file__).parent / "refusals.yml").read_text(encoding="utf-8"))
GERMAN = Path(study.__file__).parents[2] / "languages" / "de" / "errors_study.po"


@pytest.fixture(scope="module")
def catalogue():
    with GERMAN.open("rb") as file:
        return read_po(file, locale="de", abort_invalid=True)


def errors():
    """Every class of refusals of study files."""
    modules = {study.__name__, study_content.__name__}
    return [error for error in StandpunktError.__subclasses__() if error.__module__ in modules]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["en"][:70])
def test_refusal_says_exactly(case, small, catalogue):
    path = small(*(tuple(change) for change in case["change"]))
    with pytest.raises(StandpunktError) as refused:
        load_study(path, case.get("profile"))
    assert refused.value.code == case["code"]
    assert str(refused.value) == case["en"]
    assert refused.value.exit_code == 1
    if "de" in case:
        parts = [catalogue.get(part).string for part in refused.value.templates()]
        assert " ".join(part.format(**refused.value.values) for part in parts) == case["de"]


def test_every_code_that_needs_no_data_is_proved():
    codes = {case["code"] for case in CASES}
    assert codes == {f"S{number:02d}" for number in range(1, 21)} - {"S13", "S14"}
    assert sum("de" in case for case in CASES) >= 6


@pytest.mark.parametrize("error", errors(), ids=lambda error: error.__name__)
def test_german_text_has_the_same_placeholders(error, catalogue):
    import string

    def names(text):
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for template in error.templates():
        message = catalogue.get(template)
        assert message is not None, template
        assert names(message.string) == names(template)
