"""Every text of the pages exists in German."""

import ast
import re

import pytest

from standpunkt.languages.say import catalogue
from standpunkt.vocabulary.errors import web as refusals
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.web import visit
from standpunkt.web.desk import call, panel, words
from standpunkt.web.desk.pages import checks, hall, ledger, sources
from standpunkt.web.pages import overview
from standpunkt.web.parts import facts
from standpunkt.web.render import TEMPLATES

CALL = re.compile(r"""_\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
WEB = TEMPLATES.parent


def _of_templates():
    for file in sorted(TEMPLATES.rglob("*.html")):
        for found in CALL.finditer(file.read_text(encoding="utf-8")):
            yield found[1] or found[2]


def _of_code():
    for file in sorted(WEB.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "say" and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _of_tables():
    yield from facts.WORDS.values()
    yield from facts.FORMS.values()
    yield from (text for _, text in visit.PAGES)
    yield from (text for *_, text in overview.WEIGHTS)
    yield from (text for _, text in call.DESK_PAGES)
    tables = [value for name, value in vars(words).items() if name.isupper() and isinstance(value, dict)]
    tables += [panel.SAID, panel.OPS, checks.SHARE_WORDS, checks.BLOCK_WORDS, ledger.LINK_WORDS]
    tables += [sources.KINDS, sources.TOPICS, hall.NEXT_STEPS]
    yield from (text for table in tables for text in table.values())


def _of_refusals():
    for kind in vars(refusals).values():
        if isinstance(kind, type) and issubclass(kind, StandpunktError):
            yield from (text for text in kind.templates() if text)


@pytest.mark.parametrize("source", [_of_templates, _of_code, _of_tables, _of_refusals])
def test_german_is_complete_and_keeps_the_placeholders(source):
    german = catalogue("de")
    texts = set(source())
    assert texts
    assert sorted(text for text in texts if text not in german) == []
    for text in texts:
        assert set(re.findall(r"\{(\w+)\}", german[text])) <= set(re.findall(r"\{(\w+)\}", text)), text


def test_german_page_holds_no_english_sentence(client):
    text = client.get("/de/s/russia_ukraine/state/SRB").text
    for english in ("Coverage and gaps", "Source:", "does not apply", "What pulls"):
        assert english not in text
