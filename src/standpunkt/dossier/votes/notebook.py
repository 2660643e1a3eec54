"""Recorded votes for notebooks: `standpunkt.votes.forecast(...)`, or `standpunkt.open(study).votes`.

Every question gives a Polars frame with the columns of the command of the same name. What must be known of an
answer comes as a `VotesNotice`, which Python shows once beside the cell and which a program can catch.
"""

import os
import warnings
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypedDict, Unpack

import platformdirs
import polars as pl

from standpunkt.dossier.votes.questions.blocs import group_cohesion, moves, swing_states
from standpunkt.dossier.votes.questions.forecasts import Described, Sponsor, forecasts, track_record
from standpunkt.dossier.votes.questions.groups import is_group, members_today
from standpunkt.dossier.votes.questions.lines import ideal_points, similarities
from standpunkt.dossier.votes.questions.request import STUDY, VoteAnswer, VoteRequest
from standpunkt.dossier.votes.questions.subjects import roll_call_themes
from standpunkt.languages.resolve import resolve_state
from standpunkt.languages.say import say


class VotesNotice(UserWarning):
    """What must be known of an answer: few votes, roll calls left out, a text that is dated later."""


class Which(TypedDict, total=False):
    """Which votes; all may be left out.

    since, until: first and last year. theme: only this theme. roll_calls: a list or pattern of symbols.
    votes: a file in place of the tables. details: further columns.
    """

    since: int
    until: int
    theme: str
    roll_calls: str
    votes: str | Path
    details: bool


@dataclass(frozen=True)
class Votes:
    """Questions on recorded votes, for a study's sides and from a data folder.

    `data` None takes STANDPUNKT_DATA, else the user's own folder, as the command line does.
    """

    study: str = STUDY
    data: str | Path | None = None
    language: str = "en"

    def of(self, study: str, data: str | Path | None = None) -> "Votes":
        """The same questions for the sides of another study, or from another data folder."""
        return Votes(study, data if data is not None else self.data, self.language)

    def ideal_points(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Where states stand on one line, by session; mean 0, standard deviation 1, + to the power."""
        return self._told(ideal_points(self._request(which)))

    def similarity(self, side: str, **which: Unpack[Which]) -> pl.DataFrame:
        """How alike all states vote to a state, camp or organisation, by calendar year."""
        if is_group(side):
            states = members_today(self.study, side)
        else:
            states = frozenset({resolve_state(side, self.language).iso3})
        return self._told(similarities(self._request(which), states))

    def forecast(
        self,
        like: str | None = None,
        *,
        asof: str | date,
        sponsor: Sponsor | None = None,
        similar: tuple[str, ...] = (),
        **which: Unpack[Which],
    ) -> pl.DataFrame:
        """How a described resolution would be voted, from votes dated up to a day.

        Args:
            like: Symbol of a similar resolution.
            asof: The day.
            sponsor: Which side brings it in.
            similar: Symbols of further resolutions that resemble it.
            which: Which votes; `theme` is the theme of the resolution.

        Returns:
            iso3, p_yes, p_abstain, p_no, p_absent, persistence.
        """
        described = Described(like, which.pop("theme", None), sponsor, similar)
        return self._told(forecasts(self._request(which), described, str(asof)))

    def record(self, last: int = 40, **which: Unpack[Which]) -> pl.DataFrame:
        """How good forecasts of past roll calls were, beside persistence and majority."""
        return self._told(track_record(self._request(which), last))

    def reliability(self, last: int = 40, **which: Unpack[Which]) -> pl.DataFrame:
        """How often what was given a probability happened, by decile."""
        return self._told(track_record(self._request(which), last, is_reliability=True))

    def blocs(self, *groups: str, **which: Unpack[Which]) -> pl.DataFrame:
        """Cohesion of camps or organisations by calendar year, beside random groups of the same size."""
        return self._told(group_cohesion(self._request(which), groups))

    def swing(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Who stands between the camps in the newest session, how sure that is, how far each moved."""
        return self._told(swing_states(self._request(which)))

    def changes(self, *states: str, least: float = 0.0, **which: Unpack[Which]) -> pl.DataFrame:
        """When states moved: the probability of a jump before each session."""
        wanted = frozenset(resolve_state(state, self.language).iso3 for state in states)
        return self._told(moves(self._request(which), wanted, least))

    def themes(self, **which: Unpack[Which]) -> pl.DataFrame:
        """Roll calls by theme and where the theme was told from."""
        return self._told(roll_call_themes(self._request(which)))

    def _request(self, which: Which) -> VoteRequest:
        folder = self.data or os.environ.get("STANDPUNKT_DATA")
        folder = folder or platformdirs.user_data_dir("standpunkt", appauthor=False)
        file = which.get("votes")
        return VoteRequest(
            study_id=self.study,
            data_dir=Path(folder).expanduser(),
            file=Path(file) if file is not None else None,
            roll_calls=which.get("roll_calls"),
            theme=which.get("theme"),
            first_year=which.get("since"),
            last_year=which.get("until"),
            has_details=which.get("details", False),
        )

    def _told(self, answer: VoteAnswer) -> pl.DataFrame:
        for message, values in answer.warnings:
            warnings.warn(say(message, self.language, **values), VotesNotice, stacklevel=3)
        return answer.frame


VOTES = Votes()
"""The bundled study's sides, from the user's own data folder."""
