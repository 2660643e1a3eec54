"""The desk in a real browser, with keys: from a file to reviewed claims, to a changed index and portrait."""

import json
from pathlib import Path

import pytest

from standpunkt.dossier.observatory import Observatory
from standpunkt.evidence.ledger.reading import broken_quotes, claims
from standpunkt.pipeline.build import Options, build
from tests.web.browser import served, watched
from tests.web.desk_client import make_app
from tests.web.desk_script import Script, gold_of

pytestmark = pytest.mark.browser

STUDY = "russia_ukraine"
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TEXT = (
    "Besuch in Belgrad\n"
    "Serbien unterzeichnete im Mai 2024 ein Abkommen mit Russland über die Zusammenarbeit der Ministerien. "
    "Im Juni 2024 schloss Serbien mit Russland einen Vertrag über strategische Partnerschaft.\n"
    "Die Stadt war an diesem Tag sehr still. "
    "Nach Angaben des Weißen Hauses lieferte Serbien Russland im Mai 2023 rund 2.000 Container mit Munition. "
    "Serbien dementierte, Waffen nach Russland geliefert zu haben.\n"
)


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def address(app):
    with served(app) as found:
        yield found


@pytest.fixture
def open_page(browser):
    contexts = []

    def opened(url: str, width: int = 1280, theme: str = "light", *, script: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        contexts.append(context)
        page = watched(context.new_page())
        page.set_default_timeout(20_000)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()


def sign_in(page, name: str = "Ann"):
    page.focus("#name")
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_selector("#file")


def take_in(page, file, profile: str = "SRB"):
    page.set_input_files("#file", file)
    for name, text in (("#profile", profile), ("#publisher", "A Paper"), ("#published", "2024-12-01")):
        page.focus(name)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_selector("#desk")


@pytest.fixture
def document(tmp_path) -> Path:
    file = tmp_path / "bericht.txt"
    file.write_text(TEXT, encoding="utf-8")
    return file


@pytest.fixture
def desk(open_page, address, document):
    """A page on a document that was just taken in."""
    page = open_page(f"{address}/en/desk/{STUDY}/")
    sign_in(page)
    take_in(page, document)
    return page


def held(app, status=None):
    with app.state.desk.database.transaction() as connection:
        return [one for one in claims(connection, STUDY) if status in {None, one.state.status}]


def press(page, *keys: str):
    """Presses keys one after the other; each is answered before the next."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_function("() => !document.querySelector('#page').hasAttribute('aria-busy')")


def step(page) -> str:
    return page.evaluate("document.querySelector('#desk').dataset.step")


def decide(page, *keys: str):
    """Presses keys and waits for the next claim."""
    before = step(page)
    press(page, *keys)
    page.wait_for_function("step => document.querySelector('#desk').dataset.step !== step", arg=before)


def test_from_file_to_ledger_to_changed_index_and_portrait_with_keys(
    open_page, app, address, document, tmp_path
):
    options = Options(profile="starter", draws=200)
    build(STUDY, tmp_path, options)
    before = Observatory.open(STUDY, tmp_path)
    page = open_page(f"{address}/en/desk/{STUDY}/")
    sign_in(page)
    take_in(page, document)
    keys = []
    while page.evaluate("document.querySelector('progress').value < document.querySelector('progress').max"):
        decide(page, "a")
        keys.append(1)
    accepted = held(app, "accepted")
    assert len(accepted) == len(keys) >= 4
    assert {one.state.form["relation"] for one in accepted} >= {"AGREE", "ARMS_SUPPLY"}
    assert all(one.decisions[0].keys == 1 and one.decisions[0].seconds is not None for one in accepted)
    with app.state.desk.database.transaction() as connection:
        assert broken_quotes(connection) == (len(accepted), [])
    build(STUDY, tmp_path, options)
    after = Observatory.open(STUDY, tmp_path)
    month = after.months[-1]
    moved = {
        row["iso3"]
        for row, other in zip(before.states(month), after.states(month), strict=True)
        if row["stance"] != other["stance"]
    }
    assert moved == {"SRB"}
    for lang in ("de", "en"):
        page.goto(f"{address}/{lang}/s/{STUDY}/state/SRB")
        shown = page.locator("#content").inner_text()
        assert "ein Abkommen mit Russland über die Zusammenarbeit" in shown
        assert "A Paper" in shown
        said = page.locator(".portrait").inner_text()
        assert [one.quote for one in accepted if one.quote.rstrip(".") in said]
        assert "bericht.txt" in shown
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(address)] == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("chapter", "profile"), [("nordkorea", "PRK"), ("serbien", "SRB"), ("tuerkei", "TUR")]
)
def test_a_chapter_is_reviewed_with_few_keys(open_page, app, address, shared, capsys, chapter, profile):
    file, gold = shared(f"documents/{chapter}.txt"), shared("documents/gold_claims.jsonl")
    page = open_page(f"{address}/de/desk/{STUDY}/")
    sign_in(page)
    take_in(page, file, profile)
    script = Script(page, gold_of(Path(gold), chapter))
    script.decide_all()
    with capsys.disabled():
        print(
            f"\n{chapter}: {len(script.per_accepted)} of {len(script.gold)} hand-made claims accepted, "
            f"{len(held(app))} suggestions, median {script.median} keys, most {max(script.per_accepted)}"
        )
    assert script.median <= 3
    assert len(held(app, "accepted")) == len(script.per_accepted)
    assert not held(app, "suggested")
    assert page.complaints == []


def test_every_key_does_what_its_button_says(desk, app):
    page = desk
    total = len(held(app))
    first = page.input_value("#f-actors")
    press(page, "j")
    assert f"Claim 2 of {total}" in page.locator("#claim-head").inner_text()
    press(page, "k")
    assert f"Claim 1 of {total}" in page.locator("#claim-head").inner_text()
    press(page, "x")
    assert page.input_value("#f-recipients") == first
    press(page, "x", "c")
    assert "changed" in page.get_attribute("#f-text_commitment", "class")
    decide(page, "a")
    assert held(app, "accepted")[0].decisions[0].op == "edit"
    decide(page, "u")
    assert not held(app, "accepted")
    decide(page, "d")
    assert len([one for one in held(app) if one.state.is_deferred]) == 1
    decide(page, "r")
    press(page, "R")
    decide(page, "3")
    assert sorted(one.state.reason for one in held(app, "rejected")) == ["duplicate", "no_claim"]
    press(page, "?")
    assert page.locator("dialog[open]").count() == 1
    press(page, "a", "Escape")
    assert page.locator("dialog[open]").count() == 0
    assert not held(app, "accepted")
    assert page.complaints == []


def test_editing_with_the_keyboard_alone(desk, app):
    page = desk
    press(page, "e", "Tab", "Tab", "Control+a")
    page.keyboard.type("Belarus")
    decide(page, "Enter")
    assert held(app, "accepted")[0].state.form["recipients"] == ["BLR"]


def test_letters_typed_into_a_field_are_no_keys(desk, app):
    page = desk
    page.locator("details.more summary").click()
    page.focus("#f-note")
    page.keyboard.type("a really good read")
    assert page.input_value("#f-note") == "a really good read"
    assert not held(app, "accepted")
    press(page, "Escape")
    decide(page, "a")
    assert held(app, "accepted")[0].state.form["note"] == "a really good read"


def test_keys_can_be_remapped_and_switched_off_and_stay_so(desk, app):
    page = desk
    press(page, "?")
    page.fill("#key-accept", "y")
    page.locator("#key-accept").blur()
    page.get_by_role("button", name="Close").click()
    page.reload()
    press(page, "a")
    assert not held(app, "accepted")
    decide(page, "y")
    assert len(held(app, "accepted")) == 1
    press(page, "?")
    page.check("#keys-off")
    page.get_by_role("button", name="Close").click()
    press(page, "y", "r")
    assert len(held(app, "accepted")) == 1
    before = step(page)
    page.locator('button[data-key="accept"]').click()
    page.wait_for_function("step => document.querySelector('#desk').dataset.step !== step", arg=before)
    assert len(held(app, "accepted")) == 2


def test_selected_words_become_a_claim(desk, app):
    page = desk
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.querySelector('#text'), NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const at = walker.currentNode.data.indexOf('sehr still');
            if (at >= 0) {
              getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 10);
              return;
            }
          }
        }"""
    )
    decide(page, "n")
    assert [one.quote for one in held(app) if one.origin == "hand"] == ["sehr still"]


def test_a_lost_server_keeps_the_form(open_page, app, document):
    with served(app) as address:
        page = open_page(f"{address}/en/desk/{STUDY}/")
        sign_in(page)
        take_in(page, document)
        page.locator("details.more summary").click()
        page.fill("#f-note", "my note")
    page.locator("#f-note").blur()
    page.keyboard.press("a")
    page.wait_for_selector("#said .notice")
    assert "nothing was lost" in page.locator("#said").inner_text()
    assert page.input_value("#f-note") == "my note"


def test_a_refusal_keeps_every_field_and_is_spoken(desk):
    page = desk
    page.fill("#f-recipients", "Rusia")
    page.keyboard.press("Enter")
    page.wait_for_selector("#said .notice")
    assert page.get_attribute("#said", "role") == "alert"
    assert "Did you mean Russia" in page.locator("#said").inner_text()
    assert page.input_value("#f-recipients") == "Rusia"


@pytest.mark.parametrize("width", [1280, 390])
def test_focus_and_speech_follow_the_claim(desk, width):
    page = desk
    page.set_viewport_size({"width": width, "height": 800})
    decide(page, "a")
    assert page.evaluate("document.activeElement.id") == "claim-head"
    assert page.locator("#spoken").text_content().startswith("Accepted: ")
    mark = page.locator(".mark.here").first.bounding_box()
    text = page.locator("#text").bounding_box()
    assert text["y"] <= mark["y"] <= text["y"] + text["height"]
    actions = page.locator(".actions").bounding_box()
    assert 0 <= actions["y"] <= 800 - actions["height"] + 1


def test_a_dropped_file_is_chosen(open_page, address):
    page = open_page(f"{address}/en/desk/{STUDY}/")
    sign_in(page)
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(['Ein Text.'], 'fallen.txt', {type: 'text/plain'}));
          const drop = new DragEvent('drop', {dataTransfer: data, bubbles: true});
          document.querySelector('[data-drop]').dispatchEvent(drop);
        }"""
    )
    assert page.evaluate("document.querySelector('#file').files[0].name") == "fallen.txt"


def test_the_desk_works_with_the_mouse_and_without_script(open_page, app, address, document):
    page = open_page(f"{address}/de/desk/{STUDY}/", script=False)
    page.fill("#name", "Bea")
    page.get_by_role("button", name="Anmelden").click()
    page.set_input_files("#file", document)
    page.fill("#profile", "SRB")
    page.get_by_role("button", name="Lesen und Aussagen vorschlagen").click()
    page.wait_for_selector("#desk")
    page.get_by_role("button", name="Annehmen").click()
    page.wait_for_load_state()
    page.get_by_role("button", name="Ablehnen").first.click()
    page.wait_for_load_state()
    assert [len(held(app, status)) for status in ("accepted", "rejected")] == [1, 1]
    assert held(app, "accepted")[0].decisions[0].who == "Bea"


@pytest.mark.parametrize(
    ("width", "theme", "lang"),
    [(1280, "light", "de"), (1280, "dark", "en"), (320, "light", "de"), (360, "dark", "de")],
)
def test_every_page_of_the_desk_fits_and_axe_finds_nothing(
    open_page, app, address, document, width, theme, lang
):
    page = open_page(f"{address}/{lang}/desk/{STUDY}/", width, theme)
    sign_in(page)
    take_in(page, document)
    review = page.url
    decide(page, "a")
    decide(page, "a")
    claim = held(app, "accepted")[0].id[:16]
    base = f"{address}/{lang}/desk/{STUDY}"
    for url in (
        f"{base}/",
        review,
        *(f"{base}/{name}" for name in ("claims", f"c/{claim}", "events", "sources", "gate", "agreement")),
    ):
        page.goto(url)
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, url
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(f"axe.run({{runOnly: {json.dumps(TAGS)}}})")
        said = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]]
        assert said == [], url
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith(address)] == []
