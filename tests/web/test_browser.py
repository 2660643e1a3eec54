"""Pages in a real browser: no sideways scroll, no console message, no foreign request, no axe finding."""

import json
from pathlib import Path

import pytest

from standpunkt.web.app import create_app
from tests.web import synthetic
from tests.web.browser import served, watched

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
BASE = f"/s/{synthetic.STUDY}/"
SCREENS = (
    "",
    "?view=table",
    "state/SRB",
    f"state/{synthetic.UNRATED}",
    "state/RUS",
    "transitions",
    "method",
    "data",
    "compare?states=SRB,TUR",
    "votes",
    "votes/A_RES_ES_11_1",
    "whatif?w.M=0.4",
    "state/NOWHERE",
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def address(data_dir):
    """A running server."""
    with served(create_app(data_dir)) as found:
        yield found


@pytest.fixture
def open_page(browser, address):
    """Opens a page and collects what it asks for and what it complains about."""
    contexts = []

    def opened(path: str, width: int, theme: str = "light", *, script: bool = True):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=theme, java_script_enabled=script
        )
        contexts.append(context)
        page = watched(context.new_page())
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("lang", ["de", "en"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("screen", SCREENS)
def test_page_fits_and_is_quiet(open_page, address, screen, width, lang):
    page = open_page(f"/{lang}{BASE}{screen}", width)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    expected = ["404"] if screen == "state/NOWHERE" else []
    assert [text for text in page.complaints if not any(code in text for code in expected)] == []
    assert [url for url in page.asked if not url.startswith(address)] == []


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing(open_page, screen, width, theme):
    page = open_page(f"/de{BASE}{screen}", width, theme)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({{runOnly: {json.dumps(TAGS)}}})")
    said = [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found["violations"]]
    assert said == []


def test_page_is_complete_without_script(open_page):
    page = open_page(f"/en{BASE}", 1280, script=False)
    assert page.locator("svg.map a").count() == 193
    page.select_option("#at", "2022-12")
    page.get_by_role("button", name="Show").click()
    page.wait_for_load_state()
    assert "at=2022-12" in page.url
    page.locator('svg.map a[data-iso3="BRA"]').click()
    page.wait_for_load_state()
    assert page.locator("h1").inner_text().startswith("Brazil")


def test_month_changes_in_place_and_is_spoken(open_page):
    page = open_page(f"/en{BASE}", 1280)
    page.evaluate("window.unchanged = true")
    page.focus("#at")
    page.select_option("#at", "2022-12")
    page.wait_for_url("**at=2022-12**")
    page.wait_for_function("document.getElementById('spoken').textContent.length > 0")
    assert page.evaluate("window.unchanged") is True
    assert "December 2022" in page.locator(".crumb").inner_text()
    assert page.evaluate("document.activeElement.id") == "at"
    assert page.complaints == []


def test_map_has_one_tab_stop_and_arrow_keys(open_page):
    page = open_page(f"/en{BASE}", 1280)
    assert page.locator('svg.map a[tabindex="0"]').count() == 1
    page.locator('svg.map a[tabindex="0"]').focus()
    before = page.evaluate("document.activeElement.dataset.iso3")
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.dataset.iso3") != "" != before
    page.keyboard.press("Enter")
    page.wait_for_url("**/state/**")


def test_first_tab_leads_to_the_content(open_page):
    page = open_page(f"/en{BASE}state/SRB", 1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#content"
