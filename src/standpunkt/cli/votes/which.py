"""Options that all verbs on votes share, and how their answers are shown."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from standpunkt.cli.output import envelope, note, print_json, print_rows
from standpunkt.cli.session import Session

if TYPE_CHECKING:
    from standpunkt.dossier.votes.questions.request import VoteAnswer, VoteRequest

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
    """Only roll calls of this theme; of a forecast, the theme of the resolution."""
    roll_calls: Annotated[str | None, Parameter(name="--roll-calls")] = None
    """Only these: a file with a symbol or id a line, or a pattern such as 'A/RES/ES-11/*'."""
    votes: Annotated[Path | None, Parameter(name="--votes")] = None
    """A file of votes (CSV or Parquet) in place of the tables."""
    study: Annotated[str, Parameter(name="--study")] = STUDY
    """Whose poles and camps give the direction."""
    details: Annotated[bool, Parameter(name="--details")] = False
    """Adds columns."""
    out: Annotated[Path | None, Parameter(name="--out")] = None
    """Where to write: .parquet or .csv; else the rows are shown."""

    def request(self, session: Session) -> "VoteRequest":
        """The same as a question to the tables."""
        from standpunkt.dossier.votes.questions.request import VoteRequest

        return VoteRequest(
            study_id=self.study,
            data_dir=session.data_dir,
            file=self.votes,
            roll_calls=self.roll_calls,
            theme=self.theme,
            first_year=self.from_,
            last_year=self.to,
            has_details=self.details,
        )


WHOLE = Which()


def show(answer: "VoteAnswer", out: Path | None, session: Session) -> int:
    """Writes or prints an answer, and says what must be known of it.

    Args:
        answer: Rows with warnings.
        out: Where to write; None prints.
        session: Global options.

    Returns:
        The exit code.
    """
    if out is not None:
        answer.write(out)
    warnings = [session.say(message, **values) for message, values in answer.warnings]
    for warning in warnings:
        note(session, warning)
    if session.as_json:
        stamp = {"version": None, "data_date": answer.data_date}
        print_json(envelope(stamp, answer.rows(), warnings))
    elif out is None:
        print_rows(answer.rows(), {name: name for name in answer.frame.columns})
    return 0
