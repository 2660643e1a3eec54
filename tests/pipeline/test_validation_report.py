"""The whole validation report and the pages of states, from one build of the bundled study."""

import re
import shutil
from pathlib import Path

import pytest

from standpunkt.pipeline.build import Options
from standpunkt.pipeline.validation.explained.run import explain_states
from standpunkt.pipeline.validation.run import validate
from standpunkt.study.notes import load_notes

pytestmark = pytest.mark.slow

DOCS = Path(__file__).resolve().parents[2] / "docs" / "validation"
LIKE_THE_BUILD = Options("starter")
STUDY = "russia_ukraine"
SECTIONS = (
    "What was looked at",
    "Known facts of single states",
    "Counts and shares, beside another study",
    "Acts that are no input",
    "What must not matter",
    "Another power in its place",
    "Without a pillar, without a source",
    "Where the index is weak",
)
PARTS = (
    "What this is",
    "In short",
    "What drives Stance",
    "What moved",
    "What is uncertain",
    "Dependence",
    "What would change the class",
    "Where somebody who knows the state will object",
    "Known beside the figures",
    "Sources of the figures",
)


@pytest.fixture(scope="module")
def data_dir(built, tmp_path_factory):
    """A copy of the built study: the report writes into its cache."""
    folder = tmp_path_factory.mktemp("validation") / "data"
    shutil.copytree(built, folder)
    return folder


@pytest.fixture(scope="module")
def report(data_dir):
    return validate(STUDY, data_dir, LIKE_THE_BUILD)


@pytest.fixture(scope="module")
def pages(data_dir):
    return explain_states(STUDY, data_dir, LIKE_THE_BUILD)


def headings(text):
    return tuple(line.removeprefix("## ") for line in text.splitlines() if line.startswith("## "))


class TestReport:
    def test_every_check_is_in_it_in_both_languages(self, report):
        assert headings(report["en"]) == SECTIONS
        assert len(headings(report["de"])) == len(SECTIONS)
        assert not re.findall(r"\{\w+\}", report["en"] + report["de"])

    def test_known_facts_hold(self, report):
        found = re.search(r"(\d+) of (\d+) expected signs", report["en"])
        assert found is not None
        assert found[1] == found[2]
        assert int(found[2]) == len(load_notes(STUDY).known)

    def test_what_must_not_matter_does_not(self, report):
        rows = [line for line in report["en"].splitlines() if re.search(r"\| (yes|NO) \|$", line)]
        changes = [row for row in rows if row.count("|") == 5]
        assert len(changes) == 6
        assert [row for row in changes if row.endswith("| NO |")] == []

    def test_another_power_is_refused_or_gives_another_order(self, report):
        rows = {
            cells[1].strip(): cells
            for line in report["en"].splitlines()
            if len(cells := line.split("|")) == 6 and ("refused" in cells[2] or "scores" in cells[2])
        }
        assert set(rows) == {"Brazil", "India", "South Africa"}
        assert all("refused: " in cells[2] for cells in rows.values())

    def test_counts_name_the_years_of_their_weights(self, report):
        rows = [line for line in report["en"].splitlines() if line.startswith("| 2025-08 | ")]
        assert rows
        assert all(re.search(r"\| 20\d\d/20\d\d \|$", row) for row in rows if "not rated" not in row)

    def test_the_published_report_has_the_same_sections(self, report):
        published = (DOCS / f"{STUDY}.md").read_text(encoding="utf-8")
        assert headings(published) == headings(report["en"])
        german = (DOCS / f"{STUDY}.de.md").read_text(encoding="utf-8")
        assert headings(german) == headings(report["de"])


class TestPagesOfStates:
    def test_every_state_of_the_notes_has_a_page_in_both_languages(self, pages):
        wanted = {f"{iso3}{end}" for iso3 in load_notes(STUDY).explained for end in (".md", ".de.md")}
        assert set(pages) == wanted
        assert len(wanted) == 14

    def test_a_page_says_what_drives_moves_and_misleads(self, pages):
        for name, text in pages.items():
            if not name.endswith(".de.md"):
                assert headings(text) == PARTS
            assert not re.findall(r"\{\w+\}", text)

    def test_points_of_the_indicators_add_up_to_the_stance_above_them(self, pages):
        text = pages["SRB.md"]
        total = re.search(r"add up to the Stance of ([−+]\d+\.\d)", text)
        assert total is not None
        table = text.partition("## What drives Stance")[2].partition("## What moved")[0]
        points = [
            row.split("|")[3].split("[")[0].strip() for row in table.splitlines() if row.startswith("| ")
        ]
        numbers = [float(each.replace("−", "-")) for each in points if re.fullmatch(r"[−+]?[\d.]+", each)]
        assert sum(numbers) == pytest.approx(float(total[1].replace("−", "-")), abs=0.5)

    def test_the_published_pages_say_the_same_as_a_new_build(self, pages):
        for name, text in pages.items():
            published = (DOCS / "states" / name).read_text(encoding="utf-8")
            assert headings(published) == headings(text), name
            assert stance(published) == pytest.approx(stance(text), abs=0.2), name


def stance(text):
    """The Stance that the indicators add up to: the central run, alike for any number of draws."""
    line = next(line for line in text.splitlines() if re.search(r"Stance (of|von) [−+]?[\d.,]+\.$", line))
    number = re.search(r"([−+]?[\d.,]+)\.$", line)
    assert number is not None
    return float(number[1].replace("−", "-").replace(",", "."))
