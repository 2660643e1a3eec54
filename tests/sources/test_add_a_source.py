"""A newcomer adds a source by one folder: the walk of docs/guides/add-a-source.md."""

import re
from pathlib import Path

import polars as pl

from standpunkt.sources.connector.catalogue import every_connector
from standpunkt.sources.connector.check import check_connector, sample_context, write_expected

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "add-a-source.md"


def block(kind):
    found = re.search(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_guide_leads_to_a_source_that_passes(tmp_path):
    folder = tmp_path / "example_goods"
    (folder / "sample").mkdir(parents=True)
    (folder / "source.yml").write_text(block("yaml"), encoding="utf-8")
    (folder / "sample" / "made_up_watched_goods.csv").write_text(block("csv"), encoding="utf-8")
    (connector,) = every_connector(tmp_path)
    write_expected(connector)
    assert list(check_connector(connector)) == []
    reading = connector.reader()(sample_context(connector))
    (account,) = reading.accounts
    assert (account.row_count, account.kept_count) == (5, 2)
    assert account.ignored == {"class_not_wanted": 1}
    assert account.quarantined == {"no_date": 1, "unknown_category": 1}
    codes = reading.tables["listing_product"].select(pl.col("product_hs6")).to_series().to_list()
    assert codes == ["010121", "854231"]
