"""How united groups vote, who stands between the camps, and when somebody moved."""

from datetime import date

import polars as pl

from standpunkt.dossier.votes.questions.groups import CAMPS, members_of
from standpunkt.dossier.votes.questions.lines import axis_of, untied
from standpunkt.dossier.votes.questions.reading import read_votes, refuse_empty
from standpunkt.dossier.votes.questions.request import VoteAnswer, VoteRequest, newest
from standpunkt.dossier.votes.questions.single_thread import on_single_thread
from standpunkt.index.draws import stream
from standpunkt.measures.votes.blocs import cohesion, swing
from standpunkt.measures.votes.positions import FIRST_YEAR, Notice, Positions, positions_of
from standpunkt.measures.votes.scaling.change_points import change_points
from standpunkt.study.model import Study

CAREFUL = (
    "A careful instrument: a move of one standard deviation of the scale gets more than half in about half "
    "of all cases, and hardly any state that stayed is named."
)
OPENING_MONTH = 9
Fitted = tuple[Study, Positions, tuple[Notice, ...], date | None]


@on_single_thread
def group_cohesion(request: VoteRequest, groups: tuple[str, ...]) -> VoteAnswer:
    """Cohesion of groups by calendar year, beside random groups of the same size.

    Args:
        request: Which votes.
        groups: Ids of organisations, or the study's camps `power`, `opponent`, `rest`; none: the camps.

    Returns:
        group, year, cohesion, low, high, random_cohesion, n_votes, n_members.
    """
    votes = read_votes(request)
    study = votes.study
    cast = votes.of_years(request)
    refuse_empty(cast, request)
    frames, by_year = [], cast.with_columns(pl.col("date").dt.year().alias("year"))
    for group in groups or CAMPS:
        generator = stream(study.run.seed, "votes", "cohesion", group)
        for (year,), part in sorted(by_year.partition_by("year", as_dict=True).items()):
            found = cohesion(part, members_of(study, group, date(year, 12, 31)), generator)
            frames.append(found.select(pl.lit(group).alias("group"), pl.all()))
    return VoteAnswer(pl.concat(frames), votes.warnings, newest(cast))


@on_single_thread
def swing_states(request: VoteRequest) -> VoteAnswer:
    """Who stands between the camps in the newest session, how sure that is, and how far each moved.

    Args:
        request: Which votes; years select by session.

    Returns:
        iso3, session, between_probability, theta, sd, change (since five sessions before), change_low,
        change_high, moved_probability; the most probable ones first.
    """
    study, found, warnings, day = _fitted(request)
    return VoteAnswer(swing(found, axis_of(study)), warnings, day)


@on_single_thread
def moves(request: VoteRequest, states: frozenset[str] = frozenset(), least: float = 0.0) -> VoteAnswer:
    """When states moved, with the probability of a jump before each session.

    Args:
        request: Which votes; years select by session.
        states: Only these; none: all.
        least: Only jumps with at least this probability.

    Returns:
        iso3, from_session, to_session, from_date, to_date, jump_probability, change; the most probable
        ones first.
    """
    _, found, warnings, day = _fitted(request)
    points = change_points(found.fit)
    opened = [
        pl.date(pl.col(f"{end}_session") + FIRST_YEAR, OPENING_MONTH, 1).alias(f"{end}_date")
        for end in ("from", "to")
    ]
    order = ["iso3", "from_session", "to_session", "from_date", "to_date", "jump_probability", "change"]
    frame = points.with_columns(opened).select(order)
    frame = frame.filter(
        (pl.col("jump_probability") >= least) & (pl.col("iso3").is_in(sorted(states)) | (not states))
    )
    frame = frame.sort("jump_probability", "iso3", "to_session", descending=[True, False, False])
    return VoteAnswer(frame, (*warnings, (CAREFUL, {})), day)


def _fitted(request: VoteRequest) -> Fitted:
    votes = read_votes(request)
    study = votes.study
    chosen = votes.of_sessions(request)
    refuse_empty(chosen, request)
    found = positions_of(chosen, axis_of(study), stream(study.run.seed, "votes", "positions"))
    return study, found, (*votes.warnings, *found.warnings, *untied(chosen)), newest(chosen)
