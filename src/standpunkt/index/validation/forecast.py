"""Rolling-origin forecasts of votes: does the position tell more than the last vote did?"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logsumexp

Floats = NDArray[Any]
VOTES = ("yes", "abstain", "absent", "no")
RIDGE = 1.0
"""Penalty on slopes (not on intercepts): with nearly separated classes they would run away."""


@dataclass(frozen=True)
class Origin:
    """One forecast: everything known before a roll call, and what then happened.

    features [M,F] and votes [M] of earlier pairs of states and roll calls; new_features [N,F], outcome [N].
    """

    features: Floats
    votes: NDArray[np.int64]
    new_features: Floats
    outcome: NDArray[np.int64]


@dataclass(frozen=True)
class Skill:
    """How good a forecast was: mean log loss (smaller is better) and share of right first guesses."""

    log_loss: float
    accuracy: float
    losses: Floats


def forecast(origin: Origin) -> Skill:
    """Fits a multinomial logit on what came before and scores it on what came then.

    Args:
        origin: The data.

    Returns:
        Its skill.
    """
    chances = _chances(_fitted(origin.features, origin.votes), origin.new_features)
    return skill_of(chances, origin.outcome)


def skill_of(chances: Floats, outcome: NDArray[np.int64]) -> Skill:
    """Skill of stated chances.

    Args:
        chances: [N, votes], rows add up to 1.
        outcome: [N], positions in VOTES.

    Returns:
        The skill.
    """
    losses = -np.log(np.maximum(chances[np.arange(len(outcome)), outcome], 1e-9))
    return Skill(float(losses.mean()), float((chances.argmax(axis=1) == outcome).mean()), losses)


def last_vote(votes: NDArray[np.int64]) -> Floats:
    """The last vote as features: one column per kind of vote.

    Args:
        votes: [N].

    Returns:
        [N, votes].
    """
    return np.eye(len(VOTES))[votes]


def _fitted(features: Floats, votes: NDArray[np.int64]) -> Floats:
    design = _with_one(features)
    shape = (design.shape[1], len(VOTES))
    wanted = np.eye(len(VOTES))[votes]

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(shape)
        logits = design @ weights
        chances = np.exp(logits - logsumexp(logits, axis=1, keepdims=True))
        penalised = weights.copy()
        penalised[0] = 0.0
        value = -float((wanted * (logits - logsumexp(logits, axis=1, keepdims=True))).sum())
        value += 0.5 * RIDGE * float((penalised**2).sum())
        return value, (design.T @ (chances - wanted) + RIDGE * penalised).ravel()

    answer = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B")
    return np.asarray(answer.x).reshape(shape)


def _chances(weights: Floats, features: Floats) -> Floats:
    logits = _with_one(features) @ weights
    return np.asarray(np.exp(logits - logsumexp(logits, axis=1, keepdims=True)))


def _with_one(features: Floats) -> Floats:
    return np.hstack([np.ones((len(features), 1)), features])
