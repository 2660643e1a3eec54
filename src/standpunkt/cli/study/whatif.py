"""`standpunkt whatif`: the same draws under other weights, other cuts, or without a source."""

from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_rows
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session
from standpunkt.vocabulary.errors.index import UnknownQuestionError

COLUMNS = {
    "iso3": "Code",
    "stance_before": "before",
    "stance_after": "after",
    "change": "Change",
    "change_low": "low",
    "change_high": "high",
    "class_before": "Class before",
    "class_after": "Class after",
}
SHOWN = 20


def whatif(  # noqa: PLR0913 (one option per kind of question)
    study: str,
    *,
    weight: list[str] | None = None,
    layer: list[str] | None = None,
    lam: Annotated[float | None, Parameter(name="--lambda")] = None,
    drop_source: list[str] | None = None,
    at: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Asks what would be under other weights or without a source; all else, and every draw, stays equal.

    Args:
        study: Id of the study.
        weight: PILLAR=SHARE of the whole, such as military=0.4; the others are scaled.
        layer: conduct=SHARE or tie=SHARE.
        lam: Penalty for disagreement between pillars, 0 to 1.
        drop_source: Id of a source whose facts are left out.
        at: Period; else the newest month.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.index.whatif.question import Question
    from standpunkt.pipeline.whatif import answer_whatif

    observatory = open_observatory(study, session)
    question = Question(weights=_shares(weight), layers=_shares(layer), lam=lam)
    with shown(session) as report:
        found = answer_whatif(study, session.data_dir, question, drop_source or (), at=at, report=report)
    if session.as_json:
        result = {
            "month": f"{found.month:%Y-%m}",
            "changed": found.changed.to_dicts(),
            "scores": _rated(found.other.scores.to_dicts()),
            "shares": found.other.shares.drop("month_date").to_dicts(),
            "shares_before": found.base.shares.drop("month_date").to_dicts(),
        }
        print_json(envelope(observatory.stamp(), result))
        return 0
    headings = {name: session.say(heading) for name, heading in COLUMNS.items()}
    print_rows(found.changed.head(SHOWN).to_dicts(), headings, f"{study}, {found.month:%Y-%m}")
    return 0


def _shares(words: list[str] | None) -> dict[str, float]:
    found = {}
    for word in words or []:
        name, _, share = word.partition("=")
        try:
            found[name] = float(share)
        except ValueError as error:
            raise UnknownQuestionError(value=word) from error
    return found


def _rated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row for row in rows if row.pop("is_rated")]
