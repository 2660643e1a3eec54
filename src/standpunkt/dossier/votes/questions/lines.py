"""Where states stand on one line, and how alike they vote."""

import polars as pl

from standpunkt.dossier.votes.questions.one_core import on_one_core
from standpunkt.dossier.votes.questions.reading import read_votes, refuse_empty
from standpunkt.dossier.votes.questions.request import VoteAnswer, VoteRequest, newest
from standpunkt.index.draws import stream
from standpunkt.measures.votes.positions import Axis, positions_of
from standpunkt.measures.votes.similarity import similarity
from standpunkt.study.model import Study

POSITION_COLUMNS = ["iso3", "session", "year", "theta", "sd", "low", "high", "n_votes"]
SIMILARITY_COLUMNS = ["iso3", "year", "agreement", "kappa", "pi", "low", "high", "n_votes"]


@on_one_core
def ideal_points(request: VoteRequest) -> VoteAnswer:
    """Ideal points by state and session; `year` is the one in whose autumn the session opens.

    Args:
        request: Which votes; years select by session.

    Returns:
        The columns of the command, with `has_details` also n_absent and is_partial.
    """
    votes = read_votes(request)
    chosen = votes.of_sessions(request)
    found = positions_of(chosen, axis_of(votes.study), stream(votes.study.run.seed, "votes", "positions"))
    frame = found.frame if request.has_details else found.frame.select(POSITION_COLUMNS)
    return VoteAnswer(frame, (*votes.warnings, *found.warnings), newest(chosen))


@on_one_core
def similarities(request: VoteRequest, states: frozenset[str]) -> VoteAnswer:
    """Similarity of every state's votes to a state or camp, by calendar year of the vote.

    Args:
        request: Which votes.
        states: The state, or the members of a camp.

    Returns:
        The columns of the command, with `has_details` all of `similarity`.
    """
    votes = read_votes(request)
    cast = votes.of_years(request).filter(pl.col("code") > 0)
    refuse_empty(cast.filter(pl.col("iso3").is_in(sorted(states))), request)
    found = similarity(cast, states, stream(votes.study.run.seed, "votes", "similarity", *sorted(states)))
    frame = found if request.has_details else found.select(SIMILARITY_COLUMNS)
    return VoteAnswer(frame, votes.warnings, newest(cast))


def axis_of(study: Study) -> Axis:
    """The two ends of the general line: the power, and the members of the opponent's camp.

    Args:
        study: The study.

    Returns:
        The axis; the camp, not the opponent itself, which voted with the power until 1991.
    """
    return Axis(frozenset(study.poles.power.states), study.camp_members("opponent", study.period.to))
