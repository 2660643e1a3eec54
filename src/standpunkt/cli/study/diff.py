"""`standpunkt diff`: two studies, or two versions of one, side by side."""

from typing import Annotated

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.session import Session

COLUMNS = {
    "iso3": "Code",
    "stance_before": "before",
    "stance_after": "after",
    "change": "Change",
    "class_before": "Class before",
    "class_after": "Class after",
    "cause": "Largest cause",
}
SHOWN = 20


def diff(
    study: str,
    other: str,
    *,
    at: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Shows what moved between two studies, or between two versions of one, and through which indicators.

    Args:
        study: Id of the study that is compared.
        other: Id of another study, or of a version of the same study.
        at: Period; else the newest month.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.index.analysis.compare import compare, totals
    from standpunkt.study.load import study_ids
    from standpunkt.tables.version import find_version

    second = open_observatory(study, session)
    is_study = other in study_ids(session.data_dir / "studies")
    first = open_observatory(other, session) if is_study else open_observatory(study, session, other)
    month = second.month(at)
    folders = [
        find_version(session.data_dir, each.study.id, each.stamp()["version"]) for each in (first, second)
    ]
    before, after = ({name: folder.read(name) for name in TABLES} for folder in folders)
    moved = compare(before, after, month)
    if session.as_json:
        result = {
            "month": f"{month:%Y-%m}",
            "first": first.stamp()["version"],
            "second": second.stamp()["version"],
            "moved": moved.to_dicts(),
            "shares": totals(before, after, month).to_dicts(),
        }
        print_json(envelope(second.stamp(), result))
        return 0
    rows = [
        {**row, "cause": row["causes"][0]["indicator"] if row["causes"] else ""} for row in moved.to_dicts()
    ]
    headings = {name: session.say(heading) for name, heading in COLUMNS.items()}
    print_rows(rows[:SHOWN], headings, f"{first.stamp()['version']} > {second.stamp()['version']}")
    return 0


TABLES = (
    "study_state_month_score",
    "study_state_month_class",
    "study_state_month_contribution",
    "study_month_share",
)
"""What a comparison reads."""
