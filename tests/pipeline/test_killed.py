"""`standpunkt build`, killed at random moments all over its life: a version is whole or is not there.

Thirty moments in the usual run; STANDPUNKT_KILLS=50 takes fifty (three minutes of processor time).
"""

import os
import shutil
from pathlib import Path

import polars as pl
import pytest

from standpunkt.dossier.observatory import Observatory
from standpunkt.study.load import study_path
from standpunkt.tables.version import find_version, version_ids
from tests.pipeline.killing import Runner, parts

KILLS = int(os.environ.get("STANDPUNKT_KILLS", "30"))
STUDY = "brief"
STATES = "ALB, ARM, AUT, BLR, BRA, CHN, DEU, EGY, FRA, HUN, IND, IRN, KAZ, POL, PRK, SRB, TUR, USA, VNM, ZAF"
COUNT = 20
CHANGES = {
    "id: russia_ukraine": f"id: {STUDY}",
    "base: un_members, exclude_poles: true, extra: [], expected_size: 191": (
        f"base: [{STATES}], exclude_poles: true, extra: [], expected_size: {COUNT}"
    ),
    "period: {from: 2014-01, to: 2025-08, step: month, base: [2015-01, 2021-12], "
    "conduct_base: [2022-03, 2023-12],\n  report: [2022-04, 2023-03, 2024-02]}": (
        "period: {from: 2021-10, to: 2022-06, step: month, base: [2021-10, 2022-01], "
        "conduct_base: [2022-03, 2022-06], report: [2022-06]}"
    ),
    "min_common_states: 60": "min_common_states: 5",
}
pytestmark = pytest.mark.slow


def brief_study(folder: Path) -> None:
    """The bundled study for twenty states and nine months, with factors that so short a one can vary."""
    text = study_path("russia_ukraine").read_text(encoding="utf-8")
    for old, new in CHANGES.items():
        assert old in text
        text = text.replace(old, new)
    before, _, rest = text.partition("uncertainty:")
    after = rest[rest.index("\nworld:") :]
    factors = "uncertainty:\n  pillar_weights: {dist: dirichlet, spread: 0.5}\n" + FACTORS
    folder.mkdir(parents=True)
    (folder / f"{STUDY}.yml").write_text(before + factors + after, encoding="utf-8")


FACTORS = "  measurement: {cells: joint_draws_or_sd, claims: belief}\n"


def check(data: Path) -> None:
    """Every version and every answer of a step that can be seen is whole, and the current version is read."""
    for version_id in version_ids(data, STUDY):
        folder = find_version(data, STUDY, version_id)
        folder.manifest()
        for table in folder.tables():
            folder.read(table)
    for path in (data / "cache").rglob("*.parquet"):
        if ".part" not in str(path):
            pl.read_parquet(path)
    assert len(Observatory.open(STUDY, data).states("2022")) == COUNT


def test_build_killed_at_random_moments(tmp_path):
    data = tmp_path / "data"
    brief_study(data / "studies")
    words = ["--data", data, "build", STUDY, "--draws"]
    killed = 0
    with Runner() as runner:
        anew, warm = (runner.run(*words, draws).seconds for draws in (200, 201))
        for draws, part in enumerate(parts(KILLS), start=202):
            old = find_version(data, STUDY).path
            if draws % 5 == 0:  # measures anew; otherwise draws anew from what was measured
                shutil.rmtree(data / "cache")
            moment = part * (anew if draws % 5 == 0 else warm)
            killed += runner.run(*words, draws, kill_after=moment).code is None
            check(data)
            done = runner.run(*words, draws)
            assert done.code == 0, done.text
            assert find_version(data, STUDY).path != old
            assert not list(data.rglob("*.part"))
            shutil.rmtree(old)
            if killed == KILLS:  # a run on a machine that is quick again may end before it is killed
                break
    assert killed == KILLS
