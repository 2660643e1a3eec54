"""Takes new roll calls into a stored fit: only the last sessions are fitted again.

What the sessions before say of each state is a normal (`stored.past`); with it in place of the prior of
newcomers the sessions since are fitted as always, on the stored scale. A roll call reaches back less with
each session, so LEAD sessions before the first changed one are fitted as well; the first RUN_IN of them only
lead in (the normal takes roll calls as known) and keep their stored values.
"""

from dataclasses import replace

import numpy as np
import polars as pl

from standpunkt.measures.votes.positions import QUANTILE_95, Axis, used_of, with_absences
from standpunkt.measures.votes.scaling.ballots import Ballots, Floats, VoteMatrix, ballots
from standpunkt.measures.votes.scaling.ideal_points import Fit, Options, fit, released
from standpunkt.measures.votes.scaling.joint_uncertainty import joint_draws
from standpunkt.measures.votes.scaling.kernel import Items
from standpunkt.measures.votes.updating.stored import StoredFit, digests, fit_key, items_of, past

LEAD = 8
RUN_IN = 4
LONGEST = 30
"""Most sessions that are worth fitting apart; for more the whole fit is as quick."""


def first_change(stored: StoredFit, used: VoteMatrix) -> int | None:
    """The first session with a roll call that is new, gone or voted otherwise.

    Args:
        stored: A stored fit.
        used: The roll calls that a fit would use now.

    Returns:
        The session; None where nothing changed.
    """
    now = pl.DataFrame(
        {"roll_call_id": used.roll_calls, "digest": digests(used), "at": used.sessions},
        schema_overrides={"roll_call_id": pl.String},
    )
    keys = ["roll_call_id", "digest"]
    new = now.join(stored.items, on=keys, how="anti")["at"]
    gone = stored.items.join(now, on=keys, how="anti")["session"]
    return min([*new, *gone], default=None)


def updated(
    stored: StoredFit, votes: VoteMatrix, axis: Axis, generator: np.random.Generator
) -> StoredFit | None:
    """The stored fit with new votes taken in.

    Args:
        stored: A stored fit.
        votes: All votes, old and new.
        axis: Which way round.
        generator: Where the randomness of the intervals comes from.

    Returns:
        The new fit, or None where the whole has to be fitted: other sides or settings, changes far back.
    """
    options = Options()
    if stored.key != fit_key(axis, options):
        return None
    used = used_of(votes)
    changed = first_change(stored, used)
    if changed is None:
        return stored
    first, last = changed - LEAD, int(used.sessions.max(initial=changed))
    if last - first > LONGEST or first <= int(stored.rows["session"].to_numpy().min()):
        return None
    window = used.of(used.sessions >= first)
    arrays = _entered(ballots(window), stored, options)
    found = fit(
        arrays, _start(arrays, stored), replace(options, hold=stored.hold), _known_items(arrays, stored)
    )
    is_old = pl.col("session") < first + RUN_IN
    shown, _ = released(found, stored.taken)
    rows = [stored.rows.filter(is_old), _rows(found, shown, generator).filter(~is_old)]
    items = [stored.items.filter(is_old), items_of(found, window).filter(~is_old)]
    table = with_absences(pl.concat(rows, how="diagonal"), votes)
    return _standardised(StoredFit(table, pl.concat(items), stored.key, stored.hold, stored.taken))


def _entered(arrays: Ballots, stored: StoredFit, options: Options) -> Ballots:
    """Ballots in which each state enters with what its stored past says of it."""
    orders = arrays.orders
    begins = pl.DataFrame(
        {"iso3": arrays.states, "begins": arrays.row_session[orders.state_start[:-1]]},
        schema_overrides={"begins": pl.Int32},
    )
    before = stored.rows.join(begins, on="iso3").filter(pl.col("session") < arrays.row_session.min())
    newest = before.sort("session").group_by("iso3", maintain_order=True).last()
    spread = pl.col("past_variance") + options.walk_variance * (pl.col("begins") - pl.col("session"))
    known = begins.join(
        newest.select("iso3", "past_mean", spread), on="iso3", how="left", maintain_order="left"
    )
    return replace(
        arrays,
        orders=orders._replace(
            entry_mean=known["past_mean"].fill_null(0.0).to_numpy(),
            entry_variance=known["past_variance"].fill_null(1.0).to_numpy(),
        ),
    )


def _start(arrays: Ballots, stored: StoredFit) -> Floats:
    """Stored positions; of new rows the state's newest one, else what it enters with."""
    names = np.array(arrays.states)[arrays.row_state]
    wanted = pl.DataFrame({"iso3": names, "session": arrays.row_session})
    theta = stored.rows.select("iso3", "session", theta="held_theta")
    found = wanted.join(theta, on=["iso3", "session"], how="left", maintain_order="left")
    filled = found.select(pl.col("theta").forward_fill().over("iso3"))["theta"].to_numpy()
    entry = arrays.orders.entry_mean[arrays.row_state]
    return np.where(np.isfinite(filled), filled, entry)


def _known_items(arrays: Ballots, stored: StoredFit) -> Items:
    wanted = pl.DataFrame({"roll_call_id": arrays.items}, schema={"roll_call_id": pl.String})
    found = wanted.join(stored.items, on="roll_call_id", how="left", maintain_order="left")
    beta, lower, gap = (found[name].to_numpy() for name in ("beta", "lower", "log_gap"))
    unit = np.tile([0.01, 0.0, 0.0, 0.01, 0.0, 0.01], (len(arrays.items), 1))
    return Items(beta, lower, gap, unit)


def _rows(found: Fit, shown: Fit, generator: np.random.Generator) -> pl.DataFrame:
    arrays, theta = found.ballots, shown.rows.theta
    mean, variance = past(found)
    sd = joint_draws(shown, generator).std(axis=1, dtype=np.float64)
    return pl.DataFrame(
        {
            "iso3": np.array(arrays.states)[arrays.row_state],
            "session": arrays.row_session,
            "year": arrays.row_session + 1945,
            "theta": theta,
            "sd": sd,
            "n_votes": np.diff(arrays.orders.row_start),
            "conditional_variance": shown.rows.variance,
            "held_theta": found.rows.theta,
            "past_mean": mean,
            "past_variance": variance,
        }
    )


def _standardised(given: StoredFit) -> StoredFit:
    """Mean 0 and variance 1 over all shown positions again, as after a whole fit."""
    theta, own = given.rows["theta"].to_numpy(), given.rows["conditional_variance"].to_numpy()
    mean = float(theta.mean())
    scale = float(np.sqrt(((theta - mean) ** 2).mean() + own.mean()))
    rows = given.rows.with_columns(
        (pl.col("theta") - mean) / scale, pl.col("sd") / scale, pl.col("conditional_variance") / scale**2
    )
    reach = QUANTILE_95 * pl.col("sd")
    rows = rows.with_columns(low=pl.col("theta") - reach, high=pl.col("theta") + reach)
    before, times = given.taken
    return replace(given, rows=rows, taken=(before + mean * times, scale * times))
