"""A version is complete or absent, and answers from its own folder."""

from datetime import date

import polars as pl
import pytest

from standpunkt.tables.version import Manifest, find_version, version_ids, write_version
from standpunkt.vocabulary.errors.versions import (
    NoVersionError,
    UnknownVersionError,
    VersionDamagedError,
    VersionTableError,
)


def _manifest(version_id: str) -> Manifest:
    return Manifest(
        version_id=version_id,
        study_id="made_up",
        data_date=date(2025, 8, 1),
        software_version="0.1.0",
        seed=1,
        sources=(),
    )


FRAMES = {"study_month_share": pl.DataFrame({"month_date": [date(2023, 1, 1)], "mean_share": [0.5]})}


def test_a_written_version_is_read_back(tmp_path):
    folder = write_version(tmp_path, _manifest("2025-08-01.aaaaaa"), FRAMES, "schema: 1\n")
    assert folder.read("study_month_share").equals(FRAMES["study_month_share"])
    assert folder.manifest().version_id == "2025-08-01.aaaaaa"
    assert folder.study_file.read_text(encoding="utf-8") == "schema: 1\n"


def test_equal_inputs_give_equal_bytes(tmp_path):
    first = write_version(tmp_path / "a", _manifest("v1"), FRAMES, "")
    second = write_version(tmp_path / "b", _manifest("v1"), FRAMES, "")
    for path in sorted(first.path.iterdir()):
        assert path.read_bytes() == (second.path / path.name).read_bytes()


def test_the_last_written_version_is_the_current_one(tmp_path):
    write_version(tmp_path, _manifest("2025-08-01.bbbbbb"), FRAMES, "")
    write_version(tmp_path, _manifest("2025-08-01.aaaaaa"), FRAMES, "")
    assert find_version(tmp_path, "made_up").path.name == "2025-08-01.aaaaaa"
    assert version_ids(tmp_path, "made_up") == ("2025-08-01.aaaaaa", "2025-08-01.bbbbbb")


def test_what_a_killed_build_left_is_no_version(tmp_path):
    (tmp_path / "versions/made_up/v1.999.part").mkdir(parents=True)
    (tmp_path / "versions/made_up/v1.999.part/manifest.json").write_text("{}", encoding="utf-8")
    with pytest.raises(NoVersionError):
        find_version(tmp_path, "made_up")
    write_version(tmp_path, _manifest("v1"), FRAMES, "")
    assert sorted(path.name for path in (tmp_path / "versions/made_up").iterdir()) == ["current", "v1"]


def test_unknown_versions_and_tables_are_named(tmp_path):
    folder = write_version(tmp_path, _manifest("v1"), FRAMES, "")
    with pytest.raises(UnknownVersionError, match="v1"):
        find_version(tmp_path, "made_up", "v2")
    with pytest.raises(VersionTableError, match="study_month_share"):
        folder.read("nothing")
    (folder.path / "manifest.json").write_text("{", encoding="utf-8")
    with pytest.raises(VersionDamagedError, match="manifest"):
        folder.manifest()
