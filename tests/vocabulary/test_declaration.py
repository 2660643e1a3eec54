"""Declaration files: nothing is typed by YAML, and every refusal knows its line."""

import pytest
from pydantic import BaseModel, ConfigDict, Field

from standpunkt.vocabulary.declaration import parse_declaration, read_declaration, validate_declaration
from standpunkt.vocabulary.errors.declarations import (
    DeclarationKeyError,
    DeclarationMissingKeyError,
    DeclarationSyntaxError,
    DeclarationValueError,
)


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")
    weight: float = Field(ge=0)
    name: str


class Whole(BaseModel):
    model_config = ConfigDict(extra="forbid")
    parts: dict[str, Part]
    listed: tuple[str, ...] = ()


def test_codes_and_words_stay_text():
    data = parse_declaration("hs6: 010121\nstate: NO\nday: 2022-02-24\n", "x.yml").data
    assert data == {"hs6": "010121", "state": "NO", "day": "2022-02-24"}


def test_an_empty_file_is_an_empty_declaration():
    assert parse_declaration("", "x.yml").data == {}


def test_lines_are_known_for_keys_items_and_what_lies_below():
    declaration = parse_declaration("a:\n  b:\n    - one\n    - two\n", "x.yml")
    assert declaration.line(("a", "b", 1)) == 4
    assert declaration.line(("a", "b", 1, "deeper")) == 4
    assert declaration.line(("elsewhere",)) == 1


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "comes twice"),
        ("a: &x 1\nb: *x\n", 2, "alias"),
        ("a: [1, 2\nb: 3\n", 2, "x.yml"),
        ("a: 1\n\tb: 2\n", 2, "x.yml"),
    ],
)
def test_other_syntax_is_refused_with_its_line(text, line, says):
    with pytest.raises(DeclarationSyntaxError, match=says) as caught:
        parse_declaration(text, "x.yml")
    assert caught.value.values["line"] == line


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.yml"
    path.write_text("a: " + "x" * 1_000_001, encoding="utf-8")
    with pytest.raises(DeclarationSyntaxError, match="1 MB"):
        read_declaration(path)


def _validate(text):
    return validate_declaration(Whole, parse_declaration(text, "x.yml"))


def test_a_model_gives_the_types():
    assert _validate("parts:\n  D: {weight: 0.5, name: '1'}\n").parts["D"] == Part(weight=0.5, name="1")


def test_an_unknown_key_names_the_allowed_ones_and_the_nearest():
    with pytest.raises(DeclarationKeyError) as caught:
        _validate("parts:\n  D:\n    weight: 1\n    name: a\nlistd: []\n")
    assert caught.value.values["line"] == 5
    assert caught.value.values["nearest"] == "listed"


def test_a_missing_key_is_named_with_its_place():
    with pytest.raises(DeclarationMissingKeyError, match=r"x\.yml:2: parts\.D lacks the key 'name'"):
        _validate("parts:\n  D:\n    weight: 1\n")


def test_an_unfit_value_is_shown_with_its_line():
    with pytest.raises(DeclarationValueError, match=r"x\.yml:3: parts\.D\.weight is '-1'"):
        _validate("parts:\n  D:\n    weight: -1\n    name: a\n")
