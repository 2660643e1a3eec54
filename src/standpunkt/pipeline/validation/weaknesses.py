"""Where the index is weak, told from the build itself."""

import polars as pl

from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Said, Section


def weaknesses_section(found: Gathered) -> Section:
    """A plain list.

    Args:
        found: The build.

    Returns:
        The section.
    """
    rows = found.observatory.states()
    names = [row["class"] for row in rows]
    filled = sum((row["imputed_share"] or 0) > found.study.coverage.flag_imputed_above for row in rows)
    counted: dict[str, Cell] = {
        "between": str(names.count("between")),
        "unrated": str(names.count(None)),
        "filled": str(filled),
        "inactive": ", ".join(found.study.inactive) or "–",
    }
    pairs = found.inputs.calibration().redundancy
    listed = ", ".join(f"{one}/{two} {rho:.2f}" for one, two, rho in pairs) or "–"
    return Section(
        "Where the index is weak",
        (
            (
                Said("No class is earned by {between} states; {unrated} are not rated.", counted),
                Said("In {filled} states more than a quarter of the points rests on filled gaps.", counted),
                Said("Indicators without facts in this profile: {inactive}.", counted),
                Said("Indicators of different groups that agree strongly: {pairs}.", {"pairs": listed}),
                _gaps(found),
                Said(
                    "Votes and sanctions carry most of Stance: agreement with judgements that rest "
                    "on the same acts "
                    "proves little."
                ),
                Said(
                    "Many starter facts are single derived figures, some are marked unverified; "
                    "zeros of closed lists "
                    "rest on the list being complete."
                ),
                Said("No outside expert has coded these states for this report; that is an open task."),
            ),
        ),
    )


def _gaps(found: Gathered) -> Said:
    last = found.inputs.values.filter(pl.col("month_date") == found.study.period.to)
    missing = last.group_by("indicator_code").agg(pl.col("value").is_null().mean().alias("share"))
    worst = (
        missing.filter(pl.col("share") > 0).sort("share", "indicator_code", descending=[True, False]).head(4)
    )
    listed = ", ".join(f"{code} {share:.0%}" for code, share in worst.iter_rows()) or "–"
    return Said("Largest gaps in the last month (share of states without a value): {gaps}.", {"gaps": listed})


def stamp_of(found: Gathered) -> Said:
    """Version, data, profile, draws and program in a sentence.

    Args:
        found: The build.

    Returns:
        The sentence.
    """
    stamp = found.observatory.stamp()
    return Said(
        "Version {version}, data of {date}, profile {profile}, {draws} draws, {software}.",
        {
            "version": stamp["version"],
            "date": stamp["data_date"],
            "profile": stamp["profile"] or "–",
            "draws": Figure(found.study.run.draws),
            "software": stamp["software"],
        },
    )


def head(found: Gathered) -> Section:
    """What was looked at."""
    return Section(
        "What was looked at",
        (
            Said(
                "{stamp} This page is written by `standpunkt validate`; nothing in it is edited by hand.",
                {"stamp": stamp_of(found)},
            ),
            Said(
                "Intervals and chances come from all draws. Tests that run the index again use its "
                "central run for "
                "the months since 2020, with anchors and imputation estimated anew on them."
            ),
        ),
    )
