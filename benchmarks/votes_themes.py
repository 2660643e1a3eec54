"""How well titles tell themes: against issue codes of the academic table, and a hand-labelled sample.

Run: `python benchmarks/votes_themes.py [data folder with fetched votes]`; the folder is needed for the hand
sample, whose file holds ids and labels only. Prints the tables of docs/method/votes_report.md.
"""

import sys
from pathlib import Path

import polars as pl
import votes_data

from standpunkt.measures.votes.themes import BROADER, NONE, theme_of
from standpunkt.tables.store import Store

LABELS = Path(__file__).resolve().parents[1] / "tests/measures/votes/theme_labels.csv"
CODES = {
    "me": "middle_east",
    "nu": "nuclear",
    "di": "disarmament",
    "hr": "human_rights",
    "co": "colonialism",
    "ec": "economic",
}
LAST_YEAR = 2018
"""From 2019 on the codes of colonialism and economy are copies of each other."""


def against_codes() -> None:
    """Prints how often the titles' theme is one of the codes, by code."""
    coded = pl.read_parquet(votes_data.SHARED / "data/votes/unga_rollcalls_1946_2024.parquet")
    title = pl.coalesce("short", "descr")
    named = coded.filter((pl.col("date").cast(pl.Date).dt.year() <= LAST_YEAR) & title.is_not_null())
    told = named.with_columns(theme_of(title)).with_columns(broad=pl.col("theme_code").replace(BROADER))
    is_coded = pl.any_horizontal(pl.col(name) == 1 for name in CODES)
    agrees = pl.any_horizontal(
        (pl.col(name) == 1) & (pl.col("broad") == theme) for name, theme in CODES.items()
    )
    some = told.filter(is_coded)
    share = some.select(agrees.mean()).item()
    print(f"\n{some.height} coded roll calls to {LAST_YEAR}: theme among the codes {share:.3f}")
    print("\n| code | coded | told so | told another code of it | told none |\n|---|---|---|---|---|")
    for name, theme in CODES.items():
        part = told.filter(pl.col(name) == 1)
        same, other = part.select((pl.col("broad") == theme).mean(), agrees.mean()).row(0)
        none = part.select((pl.col("theme_code") == NONE).mean()).item()
        print(f"| {theme} | {part.height} | {same:.3f} | {other - same:.3f} | {none:.3f} |")


def against_labels(data_dir: Path) -> None:
    """Prints accuracy and confusions on the hand sample."""
    labels = pl.read_csv(LABELS)
    titles = Store(data_dir).read("roll_call_resolution").select("roll_call_id", "title_text")
    told = labels.join(titles, on="roll_call_id").with_columns(theme_of(pl.col("title_text")))
    for (sample,), part in sorted(told.partition_by("sample", as_dict=True).items()):
        right = part.select((pl.col("label") == pl.col("theme_code")).mean()).item()
        print(f"\n{sample}: {part.height} titles, {right:.3f} right")
    wrong = told.filter((pl.col("sample") == "test") & (pl.col("label") != pl.col("theme_code")))
    print("\n| label | told | titles |\n|---|---|---|")
    for row in wrong.group_by("label", "theme_code").len().sort("len", "label", descending=True).iter_rows():
        print("| " + " | ".join(map(str, row)) + " |")


if __name__ == "__main__":
    against_codes()
    if len(sys.argv) > 1:
        against_labels(Path(sys.argv[1]))
