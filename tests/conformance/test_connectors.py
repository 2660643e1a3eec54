"""Every connector in `sources/` keeps the promises of connectors; a new folder is found by itself."""

import shutil
from pathlib import Path

import pytest

from standpunkt.sources.connector.catalogue import Connector, every_connector
from standpunkt.sources.connector.check import check_connector
from standpunkt.sources.connector.declaration import read_source

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "sources.md"


@pytest.mark.parametrize("connector", every_connector(), ids=lambda one: one.source_id)
def test_connector_keeps_its_promises(connector):
    assert list(check_connector(connector)) == []


def test_a_new_folder_is_found_by_itself(tmp_path):
    example = next(one for one in every_connector() if one.source_id == "bis_priority_items")
    shutil.copytree(example.folder, tmp_path / "another_list")
    assert [one.source_id for one in every_connector(tmp_path)] == ["another_list"]


def test_a_sample_that_is_read_otherwise_is_noticed(tmp_path):
    example = next(one for one in every_connector() if one.source_id == "bis_priority_items")
    folder = tmp_path / "another_list"
    shutil.copytree(example.folder, folder)
    sample = next((folder / "sample").glob("made_up*"))
    sample.write_text(sample.read_text().replace("010121", "010129"))
    broken = Connector("another_list", read_source(folder), folder)
    assert [issue.rule for issue in check_connector(broken)] == ["expected"]


def test_a_proof_that_no_layout_has_is_noticed():
    example = next(one for one in every_connector() if one.source_id == "bis_priority_items")
    boasting = example.declaration.model_copy(update={"proof": "live"})
    assert [issue.rule for issue in check_connector(Connector("x", boasting, example.folder))] == ["proof"]


def test_the_guide_lists_each_source_under_its_proof():
    text = GUIDE.read_text(encoding="utf-8").partition("## Proof")[2].partition("## Keys")[0]
    rows = [line for line in text.splitlines() if line.startswith(("| `", "| by name"))]
    for one in every_connector():
        declared, name = one.declaration, f"`{one.source_id}`"
        if declared.state == "not_written":
            assert name in text.partition("Not written:")[2]
        elif declared.proof != "none":
            wanted = "publisher's file" if declared.proof == "publisher_file" else "made-up file"
            (row, *_more) = [row for row in rows if name in row]
            assert row.rstrip(" |").endswith(wanted), one.source_id


def test_terms_and_proof_are_stated_everywhere():
    for one in every_connector():
        declared = one.declaration
        assert declared.citation, one.source_id
        assert declared.licence_text, one.source_id
        if declared.proof == "live":
            assert declared.address_checked.how == "docs", one.source_id
