"""`standpunkt votes`: ideal points, similarity and forecasts from recorded votes."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from standpunkt.cli.output import envelope, note, print_json, print_rows
from standpunkt.cli.session import Session

if TYPE_CHECKING:
    from standpunkt.pipeline.votes import VoteAnswer, VoteRequest

STUDY = "russia_ukraine"


@Parameter(name="*")
@dataclass(frozen=True)
class Which:
    """Which votes are looked at, and where the rows go."""

    from_: Annotated[int | None, Parameter(name="--from")] = None
    """First year; of ideal points a session belongs to the year in whose autumn it opens."""
    to: Annotated[int | None, Parameter(name="--to")] = None
    """Last year."""
    theme: Annotated[str | None, Parameter(name="--theme")] = None
    """Only roll calls of this theme."""
    votes: Annotated[Path | None, Parameter(name="--votes")] = None
    """A file of votes (CSV or Parquet) in place of the tables."""
    study: Annotated[str, Parameter(name="--study")] = STUDY
    """Whose poles and camps give the direction."""
    details: Annotated[bool, Parameter(name="--details")] = False
    """Adds columns."""
    out: Annotated[Path | None, Parameter(name="--out")] = None
    """Where to write: .parquet or .csv; else the rows are shown."""

    def request(self, session: Session) -> "VoteRequest":
        """The same for the pipeline."""
        from standpunkt.pipeline.votes import VoteRequest

        return VoteRequest(
            study_id=self.study,
            data_dir=session.data_dir,
            file=self.votes,
            theme=self.theme,
            first_year=self.from_,
            last_year=self.to,
            has_details=self.details,
        )


WHOLE = Which()
app = App(name="votes", help="Ideal points, similarity and forecasts from recorded votes.")


@app.command(name="ideal-points")
def ideal_points(
    *,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Estimates where states stand on one line, by session: mean 0, standard deviation 1, + to the power.

    Args:
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline import votes as pipeline

    return _show(pipeline.ideal_points(which.request(session)), which.out, session)


@app.command
def similarity(
    state: str,
    *,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Measures how alike all states vote to one state, by calendar year.

    Args:
        state: Name or code of the state.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.languages.resolve import resolve_state
    from standpunkt.pipeline import votes as pipeline

    iso3 = resolve_state(state, session.language).iso3
    answer = pipeline.similarities(which.request(session), frozenset({iso3}))
    return _show(answer, which.out, session)


@app.command
def forecast(
    *,
    like: str,
    asof: str,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Forecasts how states would vote on a resolution like a named one, from votes up to a day.

    Args:
        like: Symbol of a similar resolution, such as A/RES/ES-11/6.
        asof: The day, such as 2023-06-01; nothing dated later is used.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline import votes as pipeline

    return _show(pipeline.forecasts(which.request(session), like, asof), which.out, session)


def _show(answer: "VoteAnswer", out: Path | None, session: Session) -> int:
    from standpunkt.pipeline.votes import write_frame

    if out is not None:
        write_frame(answer.frame, out)
    warnings = [session.say(message, **values) for message, values in answer.warnings]
    for warning in warnings:
        note(session, warning)
    if session.as_json:
        stamp = {"version": None, "data_date": answer.data_date}
        print_json(envelope(stamp, answer.rows(), warnings))
    elif out is None:
        print_rows(answer.rows(), {name: name for name in answer.frame.columns})
    return 0
