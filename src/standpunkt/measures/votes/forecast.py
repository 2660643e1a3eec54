"""How a described resolution would be voted: P(yes), P(abstain), P(no), P(absent) for every state.

The unknown of a new text is how harsh it is; therefore a similar resolution, a theme or a sponsor is named.
What speaks: transitions (the vote on the named text through a table), record (a state's own votes on the same
and similar texts), item (the named text's cut points at the state's position on the day), mixture (those of
all similar texts). How they are pooled, and on what that was set: `forecasting/settings.yml`. Absence has a
model of its own.
"""

import numpy as np
import polars as pl

from standpunkt.measures.votes.absence import absence
from standpunkt.measures.votes.forecasting.history import repeat_table
from standpunkt.measures.votes.forecasting.pooling import PARTS, Pooled, pooled
from standpunkt.measures.votes.forecasting.question import Evidence, Question, evidence
from standpunkt.measures.votes.forecasting.settings import AbsenceWeights, settings
from standpunkt.measures.votes.scaling.grid import Floats

OUTCOMES = ("yes", "abstain", "no")
LETTERS = {0: "X", 1: "Y", 2: "A", 3: "N"}
COLUMNS = ("iso3", "p_yes", "p_abstain", "p_no", "p_absent", "persistence")
LEAST_ABSENT, MOST_ABSENT = 0.002, 0.998


def forecast(cast: pl.DataFrame, question: Question, repetitions: pl.DataFrame | None = None) -> pl.DataFrame:
    """Probabilities of every state that has voted lately.

    Args:
        cast: As `vote_set.cast_votes` gives it; what is dated later than the question's day is not looked at.
        question: What is asked.
        repetitions: As `forecasting.repetition.repetitions` gives it; None counts no earlier repetitions.

    Returns:
        COLUMNS (the probabilities add up to 1; persistence is Y, A, N, X or null), then details: kind,
        leading (the component that speaks most for the likeliest vote), and each component's three
        probabilities of those who vote. Without any similar vote the answers are equally likely, and details
        are null.
    """
    known = cast.filter(pl.col("known_date") <= question.as_of)
    named = [*question.similar, *question.same_text]
    silent = absence(known, named, question.as_of)
    states = tuple(silent["iso3"])
    found = evidence(known, question, states)
    general = silent["p_absent"].to_numpy()
    if found is None:
        return _without_evidence(states, general)
    told = pooled(found, repeat_table(known, _empty() if repetitions is None else repetitions))
    return _frame(found, told, absent(found, general))


def absent(found: Evidence, general: Floats) -> Floats:
    """P(absent), given whether a state was absent on the named text.

    Args:
        found: Votes that speak to the question.
        general: P(absent) by the general model.

    Returns:
        One probability per state.
    """
    weights: AbsenceWeights = getattr(settings().absence, "unnamed" if found.kind == "described" else "named")
    inside = np.clip(general, LEAST_ABSENT, MOST_ABSENT)
    score = weights.scale * np.log(inside / (1 - inside)) + weights.constant
    score += weights.absent_on_like * (found.reference == 0)
    return np.asarray(np.clip(1 / (1 + np.exp(-score)), LEAST_ABSENT, MOST_ABSENT))


def _frame(found: Evidence, told: Pooled, chance: Floats) -> pl.DataFrame:
    voting = told.chances * (1 - chance)[:, None]
    columns = {f"p_{name}": voting[:, at] for at, name in enumerate(OUTCOMES)}
    likeliest = told.chances.argmax(axis=1)
    rows = np.arange(len(likeliest))
    spoken = np.stack([told.weights[part] * told.parts[part][rows, likeliest] for part in PARTS])
    parts = {f"{part}_{name}": told.parts[part][:, at] for part in PARTS for at, name in enumerate(OUTCOMES)}
    return pl.DataFrame(
        {
            "iso3": found.states,
            **columns,
            "p_absent": chance,
            "persistence": [LETTERS.get(int(code)) for code in found.reference],
            "kind": [told.kind] * len(rows),
            "leading": [PARTS[at] for at in spoken.argmax(axis=0)],
            **parts,
        },
        schema_overrides={"persistence": pl.String},
    )


def _without_evidence(states: tuple[str, ...], general: Floats) -> pl.DataFrame:
    equal = {f"p_{name}": (1 - general) / len(OUTCOMES) for name in OUTCOMES}
    texts = ("persistence", "kind", "leading")
    empty = [pl.lit(None, pl.String).alias(name) for name in texts]
    parts = [pl.lit(None, pl.Float64).alias(f"{part}_{name}") for part in PARTS for name in OUTCOMES]
    return pl.DataFrame({"iso3": states, **equal, "p_absent": general}).with_columns(*empty, *parts)


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={"roll_call_id": pl.String, "earlier": pl.String})
