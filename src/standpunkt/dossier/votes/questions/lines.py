"""Where states stand on one line, and how alike they vote."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from standpunkt.dossier.votes.questions.reading import Votes, read_votes, refuse_empty
from standpunkt.dossier.votes.questions.request import VoteAnswer, VoteRequest, newest
from standpunkt.dossier.votes.questions.single_thread import on_single_thread
from standpunkt.index.draws import stream
from standpunkt.measures.votes.positions import Axis, Notice, Positions, positions_of, used_of
from standpunkt.measures.votes.scaling.ballots import VoteMatrix
from standpunkt.measures.votes.scaling.bridge import bridges
from standpunkt.measures.votes.scaling.gibbs import sample
from standpunkt.measures.votes.similarity import similarity
from standpunkt.measures.votes.updating.stored import kept, load, save
from standpunkt.measures.votes.updating.update import updated
from standpunkt.study.model import Study

POSITION_COLUMNS = ["iso3", "session", "year", "theta", "sd", "low", "high", "n_votes"]
DETAILED_COLUMNS = [*POSITION_COLUMNS, "n_absent", "is_partial"]
UNTIED = (
    "The scale is not tied: {count} groups of states share no roll call, so their positions do not compare."
)
SIMILARITY_COLUMNS = ["iso3", "year", "agreement", "kappa", "pi", "low", "high", "n_votes"]


BRIDGED = "{count} roll calls share slope and cut points with an earlier one of the same text."
GONE_ON = "Taken from the stored fit in {folder}: only the sessions that new votes reach were fitted again."
SAMPLED = (
    "Exact sampler: {iterations} iterations; its halves agree at {mean} (mean of sessions), {least} at least."
)
ITERATIONS, BURNED = 600, 200
STORED = "Fitted as a whole and stored in {folder}."


@dataclass(frozen=True)
class Fitting:
    """How the line is fitted: from a stored fit, with repeated texts as one roll call, by exact sampling."""

    warm: Path | None = None
    is_bridged: bool = False
    is_exact: bool = False


ANEW = Fitting()


@on_single_thread
def ideal_points(request: VoteRequest, fitting: Fitting = ANEW) -> VoteAnswer:
    """Ideal points by state and session; `year` is the one in whose autumn the session opens.

    Args:
        request: Which votes; years select by session.
        fitting: How; a stored fit knows no repeated texts and no draws, so it is used without them only.

    Returns:
        The columns of the command, with `has_details` also n_absent and is_partial.
    """
    votes = read_votes(request)
    chosen = votes.of_sessions(request)
    if fitting.warm is not None and not fitting.is_bridged and not fitting.is_exact:
        frame, said = _gone_on(chosen, votes.study, fitting.warm)
    else:
        links, noted = _links(votes, chosen) if fitting.is_bridged else ({}, ())
        found = positions_of(chosen, axis_of(votes.study), _chance(votes.study), links=links)
        frame, said = found.frame, (*noted, *found.warnings)
        if fitting.is_exact:
            frame, sampled = _sampled(found, votes.study)
            said = (*said, sampled)
    columns = DETAILED_COLUMNS if request.has_details else POSITION_COLUMNS
    return VoteAnswer(frame.select(columns), (*votes.warnings, *said, *untied(chosen)), newest(chosen))


def _links(votes: Votes, chosen: VoteMatrix) -> tuple[dict[str, str], tuple[Notice, ...]]:
    found = bridges(votes.roll_calls.select("roll_call_id", "title_text"), used_of(chosen))
    links = dict(found.select("roll_call_id", "item_id").iter_rows())
    return links, ((BRIDGED, {"count": len(links)}),)


def _sampled(found: Positions, study: Study) -> tuple[pl.DataFrame, Notice]:
    """The same rows with means and quantiles of the exact sampler, which starts from the fit."""
    generator = stream(study.run.seed, "votes", "exact")
    drawn = sample(found.fit, generator, ITERATIONS, BURNED)
    theta = drawn.theta.astype(np.float64)
    low, high = np.quantile(theta, [0.05, 0.95], axis=1)
    arrays = found.fit.ballots
    columns = {"theta": theta.mean(axis=1), "sd": theta.std(axis=1), "low": low, "high": high}
    exact = pl.DataFrame(
        {"iso3": np.array(arrays.states)[arrays.row_state], "session": arrays.row_session, **columns}
    )
    frame = found.frame.drop(list(columns)).join(exact, on=["iso3", "session"], maintain_order="left")
    mean, least = drawn.agreement_of_halves(arrays.row_session)
    values = {"iterations": ITERATIONS, "mean": round(mean, 3), "least": round(least, 3)}
    return frame.select(found.frame.columns), (SAMPLED, values)


def _gone_on(chosen: VoteMatrix, study: Study, folder: Path) -> tuple[pl.DataFrame, tuple[Notice, ...]]:
    """The stored fit with new votes taken in, else a whole fit; stored again in either case."""
    axis = axis_of(study)
    stored = load(folder)
    after = updated(stored, chosen, axis, _chance(study)) if stored else None
    if after is not None:
        save(after, folder)
        return after.rows, ((GONE_ON, {"folder": folder}),)
    found = positions_of(chosen, axis, _chance(study))
    save(kept(found, chosen, axis), folder)
    return found.frame, (*found.warnings, (STORED, {"folder": folder}))


def _chance(study: Study) -> np.random.Generator:
    return stream(study.run.seed, "votes", "positions")


def untied(votes: VoteMatrix) -> list[Notice]:
    """Says so where the states fall into groups that share no roll call: their scales are not tied.

    Args:
        votes: Votes of any selection of roll calls.

    Returns:
        One notice, or none.
    """
    given = (votes.codes > 0).astype(np.float32)
    held = given.any(axis=0)
    shares = (given[:, held].T @ given[:, held]) > 0
    group = np.arange(len(shares))
    while True:
        joined = np.where(shares, group[None, :], len(group)).min(axis=1, initial=len(group))
        if (joined == group).all():
            break
        group = joined
    count = len(np.unique(group))
    return [(UNTIED, {"count": count})] if count > 1 else []


@on_single_thread
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
