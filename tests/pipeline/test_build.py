"""Builds through the real command: equal bytes, nothing twice, nothing half, nothing later than asked."""

import filecmp
import os
import shutil
import signal
import subprocess
import sys

import polars as pl
import pytest

from standpunkt.dossier.observatory import Observatory
from standpunkt.study.load import study_path
from standpunkt.tables.version import find_version, version_ids

STUDY = "russia_ukraine"
pytestmark = pytest.mark.slow


def start(data, *words: object):
    """Starts a build as a process of its own."""
    command = [sys.executable, "-m", "standpunkt", "--data", str(data), "build", STUDY, *map(str, words)]
    settings = os.environ | {"LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(command, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def build(data, *words: object):
    """Runs a build to its end; gives exit code and what stands on stderr."""
    with start(data, *words) as running:
        _, err = running.communicate(timeout=300)
    return running.returncode, err


@pytest.fixture
def copy(built, tmp_path):
    """A copy of the built data folder that a test may change."""
    return shutil.copytree(built, tmp_path / "data")


def parts(data):
    """What an unfinished write left."""
    return [str(path) for path in data.rglob("*.part")]


def test_equal_inputs_give_equal_bytes_in_another_folder(built, tmp_path):
    code, err = build(tmp_path)
    assert code == 0, err
    one, other = find_version(built, STUDY), find_version(tmp_path, STUDY)
    assert one.path.name == other.path.name
    names = sorted(path.name for path in one.path.iterdir())
    assert names == sorted(path.name for path in other.path.iterdir())
    assert filecmp.cmpfiles(one.path, other.path, names, shallow=False) == (names, [], [])


def test_a_second_build_computes_nothing(copy):
    before = {path: path.stat().st_mtime_ns for path in (copy / "cache").rglob("*.parquet")}
    code, err = build(copy)
    assert code == 0, err
    assert {path: path.stat().st_mtime_ns for path in (copy / "cache").rglob("*.parquet")} == before
    assert "Draw scores" not in err


def test_another_weight_draws_scores_anew_and_measures_nothing(copy):
    old = find_version(copy, STUDY).path.name
    text = study_path(STUDY).read_text(encoding="utf-8")
    changed = text.replace("votes: {layer: conduct, weight: 0.6}", "votes: {layer: conduct, weight: 0.5}")
    assert changed != text
    (copy / "studies").mkdir()
    (copy / "studies" / f"{STUDY}.yml").write_text(changed, encoding="utf-8")
    measured = {path.name for path in (copy / "cache" / STUDY).glob("indicator_*/*")}
    scored = {path.name for path in (copy / "cache" / STUDY).glob("scores/*")}
    code, err = build(copy, "--draws", "200")
    assert code == 0, err
    assert {path.name for path in (copy / "cache" / STUDY).glob("indicator_*/*")} == measured
    assert {path.name for path in (copy / "cache" / STUDY).glob("scores/*")} > scored
    assert find_version(copy, STUDY).path.name != old
    assert old in version_ids(copy, STUDY)


def test_a_build_until_a_month_knows_nothing_later_and_leaves_the_current_version(copy, tmp_path):
    current = find_version(copy, STUDY).path.name
    out = tmp_path / "out"
    code, err = build(copy, "--at", "2022-04", "--out", out, "--draws", "200")
    assert code == 0, err
    assert find_version(copy, STUDY).path.name == current
    assert sorted(path.name for path in out.iterdir()) == ["contributions.parquet", "scores.parquet"]
    scores = pl.read_parquet(out / "scores.parquet")
    assert scores["period"].max() == "2022-04"
    assert scores.filter(pl.col("period") == "2022-04").height == 191
    contributions = pl.read_parquet(out / "contributions.parquet")
    assert str(contributions["month_date"].max()) == "2022-04-01"
    cited = set(contributions["row_key"].drop_nulls())
    # Resolutions 4 and 7 of the session were voted on later, 1 before.
    assert not [key for key in cited if key.startswith(("A_RES_ES_11_4|", "A_RES_ES_11_7|"))]
    assert [key for key in cited if key.startswith("A_RES_ES_11_1|")]


def test_an_interrupted_build_says_so_and_leaves_what_was_there(copy):
    # Kills at random moments: test_killed.py.
    old = find_version(copy, STUDY).path.name
    shutil.rmtree(copy / "cache")
    with start(copy, "--draws", "250") as running:
        assert running.stderr is not None
        while not running.stderr.readline().startswith("Read"):
            assert running.poll() is None
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Traceback" not in err
    assert err.splitlines()[-1].startswith("Interrupted.")
    assert find_version(copy, STUDY).path.name == old
    assert version_ids(copy, STUDY) == (old,)
    assert len(Observatory.open(STUDY, copy).states("2023")) == 191


def test_what_a_killed_build_left_is_swept_and_a_damaged_version_is_written_again(copy):
    version = find_version(copy, STUDY)
    (version.path / "manifest.json").unlink()
    version.path.with_name("2025-08-31.ffffff.999999999.part").mkdir()
    code, err = build(copy)
    assert code == 0, err
    assert not parts(copy)
    assert find_version(copy, STUDY).path == version.path
