"""Agreement with acts that are no input: a declaration, aid in money, votes predicted before they fell."""

from datetime import date

import numpy as np
import polars as pl

from standpunkt.index.draws import stream
from standpunkt.index.validation.agreement import Estimate, auc, spearman, with_interval
from standpunkt.index.validation.central import Central, central_scores
from standpunkt.index.validation.forecast import VOTES, Origin, Skill, forecast, last_vote
from standpunkt.pipeline.validation.gathered import Gathered, shortened
from standpunkt.pipeline.validation.page import Block, Cell, Figure, Grid, Said, Section, Words
from standpunkt.pipeline.validation.states import poles_of
from standpunkt.study.notes import Signed
from standpunkt.vocabulary.periods import month_end
from standpunkt.vocabulary.states import state

AID = "dyad_month_aid"
FIRST_FORECAST = 3
"""Roll calls that a forecast needs before it."""
KINDS = ("past votes alone", "position alone", "both")


def outside_section(found: Gathered) -> Section:
    """The comparisons.

    Args:
        found: The build.

    Returns:
        The section.
    """
    calls = _calls(found)
    months = {_before(found, day) for _, day in calls}
    if found.notes.signed is not None:
        months.add(found.notes.signed.before)
    central = central_scores(shortened(found.inputs), months)
    return Section(
        "Acts that are no input",
        (
            *_signing(found, central),
            *_aid_beside_arms(found, central),
            Said(
                "Votes predicted from the month before, each from earlier roll calls alone: mean log loss "
                "(smaller is better) and share of right first guesses."
            ),
            _forecasts(found, calls, central),
            Said(
                "Positions hold the earlier votes; a gain over past votes shows what ties, sanctions "
                "and arms "
                "add. Where there is none, the position knows no more about votes than the votes do. "
                "Where “same "
                "vote again” guesses better than the models, they have learned nothing about that roll call."
            ),
        ),
    )


def _signing(found: Gathered, central: Central) -> tuple[Block, ...]:
    signed = found.notes.signed
    if signed is None:
        return ()
    agreed = list(_signed(found, central, signed))
    rows = tuple(
        (
            Said(name),
            Figure(each.value, 2, "number", each.low, each.high),
            str(each.count),
            str(each.clusters),
        )
        for name, each in agreed
    )
    return (
        Said(
            "{text}: chance that a state that did not sign stands nearer to {power} than one that "
            "did. Intervals "
            "of 90 % resample groups of states; the EU is one group, other states are grouped by subregion.",
            {"text": Words(signed.text["de"], signed.text["en"]), **poles_of(found)},
        ),
        Grid(("States", "AUC", "Number", "Groups"), rows),
    )


def _aid_beside_arms(found: Gathered, central: Central) -> tuple[Block, ...]:
    """Financial and humanitarian aid is no input; where the tracker is on file, donors are compared by it."""
    aid = found.facts.get(AID)
    if aid is None or not aid.height:
        return ()
    month = max(central.months)
    before = aid.filter(pl.col("month_date") <= month, pl.col("donor_iso3").is_in(list(central.states)))
    given = pl.col("financial_billion_eur") + pl.col("humanitarian_billion_eur")
    sums = before.group_by("donor_iso3").agg(given.sum().alias("given")).rename({"donor_iso3": "iso3"})
    year = found.study.study.conflict_start.year - 1
    gdp = found.facts["state_year_gdp"].filter(pl.col("year") == year)
    rows = sums.join(gdp, on="iso3").sort("iso3")
    score = central.at(month)
    stance = np.array([score[code] for code in rows["iso3"]])
    share = (rows["given"] / rows["gdp_usd"]).to_numpy()
    clusters = [_cluster(found, code) for code in rows["iso3"]]
    generator = stream(found.study.run.seed, "validation", "aid")
    rho = with_interval(spearman, (stance, -share), clusters, generator)
    values: dict[str, Cell] = {
        "rho": Figure(rho.value, 2, "number", rho.low, rho.high),
        "count": str(rows.height),
        "month": f"{month:%Y-%m}",
    }
    return (
        Said(
            "Financial and humanitarian aid to the opponent up to {month}, in percent of output, is "
            "no input: its rank "
            "correlation with the distance from the power's side is {rho} over the {count} donors "
            "that the tracker "
            "follows, nearly all of one camp.",
            values,
        ),
    )


def _signed(found: Gathered, central: Central, signing: Signed) -> list[tuple[str, Estimate]]:
    rows = found.facts["state_declaration_spell_support"]
    rows = rows.filter(pl.col("declaration_id") == signing.declaration, pl.col("status") == "signed")
    signed = set(rows["iso3"])
    camp = found.study.camp_members("opponent", month_end(signing.before))
    groups = {
        "all states": central.states,
        "without the opponent's camp": tuple(code for code in central.states if code not in camp),
    }
    score = central.at(signing.before)
    estimates = []
    for name, states in groups.items():
        pair = (np.array([score[code] for code in states]), np.array([code not in signed for code in states]))
        clusters = [_cluster(found, code) for code in states]
        generator = stream(found.study.run.seed, "validation", name)
        estimates.append((name, with_interval(auc, pair, clusters, generator)))
    return estimates


def _cluster(found: Gathered, iso3: str) -> str:
    members = found.facts["state_organisation_spell_membership"].filter(
        (pl.col("iso3") == iso3) & (pl.col("organisation_id") == "EU") & (pl.col("status") == "member")
    )
    return "EU" if members.filter(pl.col("to_date").is_null()).height else str(state(iso3).subregion)


def _calls(found: Gathered) -> list[tuple[str, date]]:
    symbols, start = found.study.roll_calls.conflict, found.study.study.conflict_start
    known = dict(found.facts["roll_call_resolution"].select("symbol_code", "date").iter_rows())
    return sorted(
        ((code, known[code]) for code in symbols if code in known and known[code] >= start),
        key=lambda each: (each[1], each[0]),
    )


def _before(found: Gathered, day: date) -> date:
    months = found.study.period.range.months()
    return max(month for month in months if month_end(month) < day)


def _forecasts(found: Gathered, calls: list[tuple[str, date]], central: Central) -> Grid:
    votes = _votes(found, [code for code, _ in calls], central.states)
    days = [day for _, day in calls]
    # The last vote is that of an earlier day: roll calls of one day know nothing of each other.
    before = [max((m for m in range(n) if days[m] < day), default=None) for n, day in enumerate(days)]
    position = [
        np.array([central.at(_before(found, day))[code] for code in central.states]) / 50 for day in days
    ]
    rows: list[tuple[Cell, ...]] = []
    for n in range(len(calls)):
        if sum(day < days[n] for day in days) < FIRST_FORECAST:
            continue
        earlier = [m for m in range(n) if days[m] < days[n] and before[m] is not None]
        skills = [_skill((votes, position), (earlier, n), before, kind) for kind in KINDS]
        cells = [Figure(skill.log_loss, 3) for skill in skills] + [Figure(skills[2].accuracy, 0, "percent")]
        plain = [skills[0].accuracy, *_plain(votes, before, n)]
        cells += [Figure(share, 0, "percent") for share in plain]
        rows.append((calls[n][0], f"{days[n]:%Y-%m-%d}", *cells))
    heads = (
        *("Roll call", "Date", "Past votes", "Position", "Both", "Right (both)", "Right (past votes)"),
        *("Right (same vote again)", "Right (all as most)"),
    )
    return Grid(heads, tuple(rows))


def _plain(votes: np.ndarray, before: list[int | None], now: int) -> tuple[float, float]:
    """Share of right guesses without any model: everybody votes as the last time; all vote as most do."""
    last = before[now]
    again = float((votes[now] == votes[last]).mean()) if last is not None else float("nan")
    return again, float(np.bincount(votes[now]).max() / len(votes[now]))


def _skill(
    known: tuple[np.ndarray, list[np.ndarray]],
    split: tuple[list[int], int],
    before: list[int | None],
    kind: str,
) -> Skill:
    (votes, position), (earlier, now) = known, split

    def features(n: int) -> np.ndarray:
        last = last_vote(votes[before[n] or 0])
        here = np.column_stack([position[n], position[n] ** 2])
        return {"past votes alone": last, "position alone": here}.get(kind, np.hstack([last, here]))

    past = np.vstack([features(m) for m in earlier])
    return forecast(Origin(past, np.concatenate([votes[m] for m in earlier]), features(now), votes[now]))


def _votes(found: Gathered, symbols: list[str], states: tuple[str, ...]) -> np.ndarray:
    ids = dict(found.facts["roll_call_resolution"].select("symbol_code", "roll_call_id").iter_rows())
    rows = found.facts["state_roll_call_vote"].select("roll_call_id", "iso3", "vote").iter_rows()
    cast = {(call, code): VOTES.index(vote) for call, code, vote in rows}
    absent = VOTES.index("absent")
    return np.array([[cast.get((ids[symbol], code), absent) for code in states] for symbol in symbols])
