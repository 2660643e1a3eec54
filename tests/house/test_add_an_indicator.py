"""A newcomer adds an indicator by one file and one line: the walk of docs/guides/add-an-indicator.md."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guides" / "add-an-indicator.md"
AFTER = "indicators:                  #"
"""The line of the study below which indicators stand."""
CHECKS = """
from datetime import date
from standpunkt.measures import check
from standpunkt.measures.catalogue import find, measure_codes
from standpunkt.measures.measure import Request
from standpunkt.study.checks.tree import measures
from standpunkt.study.load import load_study, read_study
from standpunkt.tables.store import Store

study = load_study("russia_ukraine", "starter")
assert not list(measures(read_study("russia_ukraine", "starter"), measure_codes()))
measure = find(study.indicators["D6"].measure)
tables = {name: Store(None).read(name) for name in measure.tables}
months = (date(2022, 4, 1), date(2024, 12, 1))
request = Request(study, "D6", study.indicators["D6"].params, months, study.universe_states())
problems = [
    *check.check_declaration(measure),
    *check.check_answer(measure, tables, request),
    *check.check_order(measure, tables, request),
    *check.check_future(measure, tables, request),
]
assert not problems, [str(problem) for problem in problems]
values = measure.compute(tables, request).values
print(values.filter(values["iso3"] == "MNG")["value"].to_list())
"""


def blocks(language):
    """The code blocks of the guide in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def copy(tmp_path):
    """The package as a newcomer has it, in a folder of its own."""
    target = tmp_path / "src" / "standpunkt"
    shutil.copytree(ROOT / "src" / "standpunkt", target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def run(copy, *arguments: str):
    """Python with the copied package."""
    environment = os.environ | {"PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        cwd=copy.parent,
    )


def add_indicator(copy):
    """Steps 1 and 2 of the guide: the file and the line."""
    (measure,) = blocks("python")
    (line,) = blocks("yaml")
    (copy / "measures" / "ties" / "partnerships.py").write_text(measure, encoding="utf-8")
    study = copy / "studies" / "russia_ukraine.yml"
    text = study.read_text(encoding="utf-8")
    assert text.count(AFTER) == 1
    head, _, rest = text.partition(AFTER)
    comment, _, below = rest.partition("\n")
    study.write_text(f"{head}{AFTER}{comment}\n{line}{below}", encoding="utf-8")


def test_one_file_and_one_line_add_an_indicator(copy):
    add_indicator(copy)
    done = run(copy, "-c", CHECKS)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[1.0, 1.0]"


def test_line_without_its_file_is_refused(copy):
    add_indicator(copy)
    (copy / "measures" / "ties" / "partnerships.py").unlink()
    done = run(copy, "-c", CHECKS)
    assert done.returncode != 0
    assert "AssertionError" in done.stderr


def test_example_of_the_guide_is_in_the_style_of_the_house(tmp_path):
    file = tmp_path / "partnerships.py"
    file.write_text(blocks("python")[0], encoding="utf-8")
    settings = ["--config", str(ROOT / "pyproject.toml"), "--ignore", "INP001", str(file)]
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, "check", *settings], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
