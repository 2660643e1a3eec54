"""Documents that cannot rot: decisions have four headings, paths exist, the reading path is short."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
HEADINGS = ["## Context", "## Choice", "## What was refused", "## What would change it"]
READING_PATH = (
    "README.md",
    "docs/concepts.md",
    "src/standpunkt/studies/russia_ukraine.yml",
    "src/standpunkt/measures/measure.py",
    "src/standpunkt/measures/sanctions/coverage.py",
    "src/standpunkt/tables/schemas/result.py",
    "src/standpunkt/index/score/aggregate.py",
    "src/standpunkt/dossier/compose.py",
)
READING_LINES = 1400
FRAGMENT = re.compile(r"\d+\.[a-z0-9_-]+\.(added|changed|method|data|fixed)\.md")


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_says_context_choice_refusals_and_what_would_change_it(decision):
    assert re.fullmatch(r"\d{3}-[a-z0-9-]+", decision.stem)
    lines = decision.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("## ")] == HEADINGS


def test_decision_numbers_are_unique():
    numbers = [path.stem[:3] for path in DECISIONS]
    assert len(numbers) == len(set(numbers))


def documents():
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_in_backticks_exist(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|docs|tests|tools|benchmarks|studies)/[^\s`*<>{}]+)`", text)
    roots = (ROOT, ROOT / "src" / "standpunkt")
    missing = [name for name in named if not any((root / name.split(":")[0]).exists() for root in roots)]
    assert not missing


def test_the_reading_path_can_be_read_in_an_hour():
    counts = {name: len((ROOT / name).read_text(encoding="utf-8").splitlines()) for name in READING_PATH}
    assert sum(counts.values()) <= READING_LINES, counts
    concepts = (ROOT / "docs" / "concepts.md").read_text(encoding="utf-8")
    assert all(name in concepts for name in READING_PATH if name not in {"README.md", "docs/concepts.md"})


def test_changelog_fragments_are_named_by_issue_and_kind():
    wrong = [p.name for p in (ROOT / "changelog.d").iterdir() if not FRAGMENT.fullmatch(p.name)]
    assert not wrong
