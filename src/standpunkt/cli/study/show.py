"""`standpunkt show`: where all states stand, or one."""

from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.session import Session
from standpunkt.cli.usage import refuse_unless
from standpunkt.languages.names import state_name

COLUMNS = {
    "iso3": "Code",
    "name": "State",
    "class": "Class",
    "p_class": "Probability",
    "stance": "Stance",
    "stance_low": "low",
    "stance_high": "high",
    "dependence": "Dependence",
    "intensity": "Intensity",
    "conflict": "Conflict",
    "coverage_grade": "Coverage",
}


def show(
    study: str,
    state: str | None = None,
    *,
    at: str | None = None,
    class_: Annotated[str | None, Parameter(name="--class")] = None,
    version: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Shows Stance, interval, class and Dependence of all states, or of one.

    Args:
        study: Id of the study.
        state: Name or code of one state.
        at: Period: 2023 (its last month in the study) or 2022-04; else the newest month.
        class_: Only the states of this class, or `between`.
        version: Id of a version; else the current one.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.languages.resolve import resolve_state

    observatory = open_observatory(study, session, version)
    rows = observatory.states(at)
    if state is not None:
        iso3 = resolve_state(state, session.language).iso3
        observatory.status(iso3)
        rows = [row for row in rows if row["iso3"] == iso3]
    if class_ is not None:
        wanted = refuse_unless(class_, (*observatory.study.classes.order, "between"), "--class")
        rows = [row for row in rows if row["class"] == wanted]
    if session.as_json:
        month = {"at": f"{observatory.month(at):%Y-%m}"}
        print_json({**envelope(observatory.stamp(), rows), **month})
        return 0
    labels = dict(
        zip(observatory.study.classes.order, observatory.study.classes.labels[session.language], strict=True)
    )
    shown = [_shown(row, labels, session) for row in sorted(rows, key=lambda row: _rank(row["stance"]))]
    headings = {name: session.say(heading) for name, heading in COLUMNS.items()}
    print_rows(shown, headings, f"{study}, {observatory.month(at):%Y-%m}")
    return 0


def _rank(stance: float | None) -> float:
    return float("inf") if stance is None else -stance


def _shown(row: dict[str, Any], labels: dict[str, str], session: Session) -> dict[str, Any]:
    first = row["class_first"]
    if row["class"] is None:
        name = session.say("not rated")
    elif row["class"] == "between":
        name = session.say(
            "between: {first} or {second}", first=labels[first], second=labels[row["class_second"]]
        )
    else:
        name = labels[row["class"]]
    chance = row.get(f"p_{first.lower()}") if first else None
    return {**row, "name": state_name(row["iso3"], session.language), "class": name, "p_class": chance}
