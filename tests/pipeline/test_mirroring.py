"""One machine fetches, the others take its mirror: the same snapshots, with their papers."""

import json

from standpunkt.cli.app import main
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.store import Store

SOURCE = "bis_priority_items"
ROWS = "hs6,tier,list_version\n854231,1,2023-01-01\n854232,1,2023-01-01\n"
SIDE = {"address": "https://example.org/chpl.csv", "retrieved_at": "2024-03-01T10:00:00"}


def fetch(data, mirror):
    return main(["--data", str(data), "fetch", SOURCE, "--mirror", str(mirror), "--strict"])


def test_exported_mirror_gives_the_same_snapshot_elsewhere(tmp_path, capsys):
    folder = tmp_path / "origin" / SOURCE
    folder.mkdir(parents=True)
    (folder / "chpl_2024-01-01.csv").write_text(ROWS)
    (folder / "chpl_2024-01-01.csv.json").write_text(json.dumps(SIDE))
    one, other, mirror = tmp_path / "one", tmp_path / "other", tmp_path / "mirror"
    assert fetch(one, tmp_path / "origin") == 0
    capsys.readouterr()
    assert main(["--data", str(one), "--json", "sources", "--export", str(mirror)]) == 0
    (row,) = json.loads(capsys.readouterr().out)["result"]
    assert (row["source_id"], row["byte_count"]) == (SOURCE, len(ROWS))
    assert fetch(other, mirror) == 0
    first, second = Shelf(one, SOURCE).active(), Shelf(other, SOURCE).active()
    assert first is not None
    assert second is not None
    assert first == second
    assert Store(one).read("listing_product").equals(Store(other).read("listing_product"))
    (mirror / SOURCE / "chpl_2024-01-01.csv").write_text(ROWS + "854239,1,2023-01-01\n")
    assert fetch(tmp_path / "third", mirror) == 1


def test_a_source_that_was_never_fetched_exports_nothing(tmp_path):
    assert main(["--data", str(tmp_path), "sources", SOURCE, "--export", str(tmp_path / "mirror")]) == 0
    assert not (tmp_path / "mirror").exists()
