"""`standpunkt votes`: similarity, positions, forecasts and their record, blocs, swing states and moves."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from standpunkt.cli.session import Session
from standpunkt.cli.votes.which import WHOLE, Which, show

app = App(name="votes", help="Ideal points, similarity, forecasts and blocs from recorded votes.")


@app.command(name="ideal-points")
def ideal_points(
    *,
    bridge: Literal["none", "strict"] = "none",
    warm: Path | None = None,
    exact: bool = False,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Estimates where states stand on one line, by session: mean 0, standard deviation 1, + to the power.

    Args:
        bridge: strict takes identical yearly texts as one roll call; in trials that lowered accuracy.
        warm: Folder of a stored fit: new votes are taken into it, and it is stored again.
        exact: Draw from the exact posterior in place of its approximation; about a minute for all sessions.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions import lines

    fitting = lines.Fitting(warm, is_bridged=bridge == "strict", is_exact=exact)
    return show(lines.ideal_points(which.request(session), fitting), which.out, session)


@app.command
def similarity(
    state: str,
    *,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Measures how alike all states vote to one state or group, by calendar year.

    Args:
        state: Name or code of the state; or power, opponent, or an organisation such as eu.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions import lines
    from standpunkt.dossier.votes.questions.groups import is_group, members_today
    from standpunkt.languages.resolve import resolve_state

    if is_group(state):
        states = members_today(which.study, state)
    else:
        states = frozenset({resolve_state(state, session.language).iso3})
    return show(lines.similarities(which.request(session), states), which.out, session)


@app.command
def forecast(
    *,
    asof: str,
    like: str | None = None,
    similar: tuple[str, ...] = (),
    sponsor: Literal["power", "opponent"] | None = None,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Forecasts how states would vote on a described resolution, from votes up to a day.

    Args:
        asof: The day, such as 2023-06-01; nothing dated later is used.
        like: Symbol of a similar resolution, such as A/RES/ES-11/6.
        similar: Symbols of further resolutions that resemble it; may be given again.
        sponsor: Which side brings it in: only texts that this side stood behind count as similar.
        which: Which votes, and where to write; --theme is the theme of the resolution.
        session: Global options.

    Returns:
        The exit code.
    """
    from dataclasses import replace

    from standpunkt.dossier.votes.questions.forecasts import Described, forecasts

    described = Described(like, which.theme, sponsor, similar)
    request = replace(which.request(session), theme=None)
    return show(forecasts(request, described, asof), which.out, session)


@app.command
def record(
    *,
    last: int = 40,
    reliability: bool = False,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Shows how good forecasts of past roll calls were, beside persistence and majority.

    Args:
        last: Only so many of the newest roll calls.
        reliability: How often what was given a probability happened, in place of the scores.
        which: Which votes; without --theme the conflict's. --details gives each roll call.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions.forecasts import track_record

    answer = track_record(which.request(session), last, is_reliability=reliability)
    return show(answer, which.out, session)


@app.command
def blocs(
    *groups: str,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Measures how united groups vote, by calendar year, beside random groups of the same size.

    Args:
        groups: power, opponent, rest, or organisations such as eu, brics, csto; none: the three camps.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions.blocs import group_cohesion

    return show(group_cohesion(which.request(session), groups), which.out, session)


@app.command
def swing(
    *,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Lists who stands between the camps in the newest session, how sure that is, and how far each moved.

    Args:
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions.blocs import swing_states

    return show(swing_states(which.request(session)), which.out, session)


@app.command
def changes(
    *states: str,
    least: float = 0.5,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Says when states moved: the probability of a jump before each session, with its dates.

    Args:
        states: Names or codes; none: all states.
        least: Only jumps with at least this probability; --details shows all.
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions.blocs import moves
    from standpunkt.languages.resolve import resolve_state

    wanted = frozenset(resolve_state(state, session.language).iso3 for state in states)
    found = moves(which.request(session), wanted, 0.0 if which.details else least)
    return show(found, which.out, session)


@app.command
def themes(
    *,
    which: Which = WHOLE,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Counts roll calls by theme and where the theme was told from; with --details lists them.

    Args:
        which: Which votes, and where to write.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.votes.questions.subjects import roll_call_themes

    return show(roll_call_themes(which.request(session)), which.out, session)
