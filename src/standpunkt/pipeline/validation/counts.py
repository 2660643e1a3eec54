"""Counts and shares of the classes beside the study of 191 states that the dossier reports."""

from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section
from standpunkt.pipeline.validation.states import label_of

MONTHS = ("2022-04", "2022-12", "2023-03", "2023-12", "2025-08")
"""A few weeks after the invasion, a year later, and the ends of 2022, 2023 and of the study."""


def counts_section(found: Gathered) -> Section:
    """The comparison, with the reasons for differences; nothing is tuned to it.

    Args:
        found: The build.

    Returns:
        The section.
    """
    last = f"{found.study.period.to:%Y-%m}"
    months = [month for month in MONTHS if month <= last]
    rows = [row for month in months for row in _rows(found, month)]
    heads = (
        "Month",
        "Class",
        "States",
        "Share of rated states",
        "Share of population",
        "Share of GDP",
        "Years",
    )
    return Section(
        "Counts and shares, beside the study of 191 states",
        (
            Said(
                "As the dossier reports it, a study of 191 states by the Economist Intelligence "
                "Unit counted 52 "
                "states on the West's side (15 % of the world's population), 127 in between (almost "
                "80 %), 12 on "
                "Russia's (almost 6 %), and 29 that leaned towards Russia in 2022, 35 a year later."
            ),
            Grid(heads, tuple(rows)),
            (
                Said(
                    "Universe: both have 191 states; whether the other study left out the same two is not "
                    "known. Its figures keep their own total here and are not rescaled."
                ),
                Said(
                    "Method: the other study judges economic, military and diplomatic criteria; its weights, "
                    "cuts and errors are not published. Here a class needs declared conduct, and a "
                    "vote alone "
                    "makes a state lean."
                ),
                Said(
                    "Leaning is no middle: most states that always voted with the majority lean to the West "
                    "here, and are likely to stand between the blocs there."
                ),
                Said(
                    "Date: the dossier's figures are of 2022 and early 2023; a step of six states "
                    "between two "
                    "years lies within what errors of single states would give by chance."
                ),
                Said("No weight, cut or anchor was chosen to come nearer to these figures."),
            ),
        ),
    )


def _rows(found: Gathered, month: str) -> list[tuple[Cell, ...]]:
    shares = {
        weight: found.observatory.shares(month, weight) for weight in ("count", "population", "gdp_usd")
    }
    rows: list[tuple[Cell, ...]] = []
    for at, by_count in enumerate(shares["count"]):
        code = by_count["class"]
        rated = code in found.study.classes.order
        count = Figure(by_count["count"], 0, "number", by_count["count_low"], by_count["count_high"])
        drawn = [
            Figure(each["share"], 0, "percent", each["share_low"], each["share_high"])
            for each in (shares[weight][at] for weight in shares)
        ]
        years = "/".join(str(shares[weight][at]["weight_year"]) for weight in ("population", "gdp_usd"))
        rows.append((month, label_of(found, code) if rated else Said("not rated"), count, *drawn, years))
    return rows
