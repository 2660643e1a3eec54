"""run.py refuses what it does not know and tells an old uv from a usable one, without network."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).resolve().parents[2] / "run.py"


@pytest.fixture
def run():
    """The module run.py, read and not run."""
    found = importlib.util.spec_from_file_location("run_py", RUN)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


@pytest.mark.parametrize("words", [[], ["demp"], ["--help"]])
def test_an_unknown_verb_is_refused_with_the_list(words):
    done = subprocess.run([sys.executable, RUN, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == "run.py: say what to run: demo, test, lint, types, docs or pytest."


@pytest.mark.parametrize(
    ("answer", "usable"),
    [("uv 0.13.9", True), ("uv 0.9.0 (abc)", True), ("uv 0.8.22", False), ("nothing", False)],
)
def test_a_uv_is_usable_from_the_version_that_reads_the_lock(run, tmp_path, answer, usable):
    place = tmp_path / "uv"
    place.write_text(f"#!/bin/sh\necho '{answer}'\n", encoding="utf-8")
    place.chmod(0o755)
    assert run.new_enough(str(place)) is usable


def test_a_broken_or_absent_uv_is_not_usable(run, tmp_path):
    place = tmp_path / "uv"
    assert not run.new_enough(str(place))
    place.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    place.chmod(0o755)
    assert not run.new_enough(str(place))


def test_the_lock_file_pins_uv_with_a_hash_for_this_machine(run):
    pinned = run.pinned_uv()
    assert pinned["version"]
    assert all(wheel["hash"].startswith("sha256:") for wheel in pinned["wheels"])
    import re

    assert [wheel for wheel in pinned["wheels"] if re.search(run.wheel_tag(), wheel["url"])]
