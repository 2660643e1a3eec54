"""The guide to the command line names every verb, its options and the exit codes."""

import re
from pathlib import Path

import pytest

from standpunkt.cli.app import GROUPS, HELP, VERBS, app

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guides" / "command-line.md").read_text(
    encoding="utf-8"
)
GLOBAL = {"--data", "--lang", "--json", "--quiet", "--progress"}


def section(verb):
    found = re.search(rf"^## {verb}\n(.*?)(?=^## |\Z)", GUIDE, re.DOTALL | re.MULTILINE)
    return found[1] if found else ""


@pytest.mark.parametrize("verb", [*VERBS, *GROUPS])
def test_every_verb_has_a_heading_and_a_line_of_help(verb):
    assert section(verb)
    assert HELP[verb]


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_of_a_verb_stands_in_its_section(verb):
    options = {
        name
        for one in app[verb].assemble_argument_collection()
        if one.parse and one.field_info.is_keyword_only
        for name in one.names
        if name.startswith("--") and not name.startswith(("--no-", "--empty-"))
    }
    text = section(verb)
    missing = {name for name in options if name not in text and f"--no-{name[2:]}" not in text}
    assert not missing


def test_exit_codes_and_options_of_every_verb_are_named():
    for code in ("0", "1", "2", "3", "130"):
        assert f"| {code} |" in GUIDE
    assert all(name in GUIDE for name in GLOBAL)
