"""The closed algebra of verdicts: what stands is a fold over decisions in the order of their numbers.

`suggested -accept-> accepted`, `suggested|accepted -edit-> accepted (version + 1)`,
`suggested|accepted -reject-> rejected`, `accepted -dispute-> disputed`, any `-supersede-> superseded`,
`accepted|rejected -reopen-> suggested`, `suggested -defer-> suggested` and listed last; `undo` takes a
decision back without removing it from the log.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

Op = Literal["accept", "edit", "reject", "dispute", "supersede", "reopen", "defer", "undo"]
Status = Literal["suggested", "accepted", "rejected", "superseded"]
Role = Literal["first", "second"]
Form = Mapping[str, Any]
OPS: tuple[str, ...] = get_args(Op)
REASONS = ("no_claim", "wrong_span", "duplicate", "out_of_scope", "wrong_text")
VERDICTS = frozenset({"accept", "edit", "reject"})
ALLOWED: dict[str, frozenset[str]] = {
    "accept": frozenset({"suggested", "accepted"}),
    "edit": frozenset({"suggested", "accepted"}),
    "reject": frozenset({"suggested", "accepted"}),
    "dispute": frozenset({"accepted"}),
    "supersede": frozenset({"suggested", "accepted", "rejected", "superseded"}),
    "reopen": frozenset({"accepted", "rejected"}),
    "defer": frozenset({"suggested"}),
}
"""From which states an operation leads on; elsewhere the fold leaves the state as it is."""


@dataclass(frozen=True)
class Decision:
    """One signed verdict. `seconds` and `keys` are what it took; `base_version` is what was seen."""

    seq: int
    claim_id: str
    op: Op
    payload: Form = field(default_factory=dict)
    base_version: int = 1
    who: str = ""
    at: str = ""
    seconds: float | None = None
    role: Role = "first"
    reason: str | None = None
    keys: int | None = None


@dataclass(frozen=True)
class ClaimState:
    """What a claim is now. `version` counts forms; `readers` accepted it, `second` holds other verdicts."""

    form: Form
    status: Status = "suggested"
    version: int = 1
    is_disputed: bool = False
    reason: str | None = None
    superseded_by: str | None = None
    readers: frozenset[str] = frozenset()
    second: frozenset[tuple[str, str]] = frozenset()
    is_deferred: bool = False


def merged(form: Form, patch: Form) -> dict[str, Any]:
    """A form with a merge patch applied (RFC 7396, one level): null removes a field.

    >>> merged({"relation": "TRADE", "note": "x"}, {"relation": "ENERGY", "note": None})
    {'relation': 'ENERGY'}

    Args:
        form: The form.
        patch: Fields to replace.

    Returns:
        The new form.
    """
    found = {**form, **patch}
    return {name: value for name, value in found.items() if value is not None or name not in patch}


def standing(decisions: Iterable[Decision]) -> list[Decision]:
    """Decisions that count: those that no standing `undo` takes back, and no `undo` itself.

    Args:
        decisions: The log, in any order.

    Returns:
        By seq.
    """
    taken_back: set[int] = set()
    kept: list[Decision] = []
    for one in sorted(decisions, key=lambda decision: -decision.seq):
        if one.seq in taken_back:
            continue
        if one.op == "undo":
            taken_back.add(int(one.payload.get("seq", 0)))
        else:
            kept.append(one)
    return kept[::-1]


def leads_on(state: ClaimState, op: str, role: Role) -> bool:
    """Whether an operation leads on from a state; a second reader also judges what the first rejected.

    Args:
        state: The state.
        op: The operation.
        role: Who decides.

    Returns:
        True if it does.
    """
    if role == "second" and op in VERDICTS:
        return state.status != "superseded"
    return state.status in ALLOWED.get(op, ())


def step(state: ClaimState, decision: Decision) -> ClaimState:
    """One decision on a state; total: what does not lead on leaves the state as it is.

    Args:
        state: Before.
        decision: Any decision but undo.

    Returns:
        After.
    """
    if not leads_on(state, decision.op, decision.role):
        return state
    if decision.role == "second" and decision.op in VERDICTS:
        return _second(state, decision)
    return _first(state, decision)


def _second(state: ClaimState, decision: Decision) -> ClaimState:
    others = frozenset(pair for pair in state.second if pair[0] != decision.who)
    return replace(state, second=others | {(decision.who, decision.op)})


def _first(state: ClaimState, decision: Decision) -> ClaimState:
    changes: dict[str, Any] = {}
    match decision.op:
        case "accept":
            changes = {"status": "accepted", "readers": state.readers | {decision.who}, "reason": None}
        case "edit":
            form, readers = merged(state.form, decision.payload), frozenset({decision.who})
            changes = {"form": form, "version": state.version + 1, "status": "accepted"}
            changes |= {"readers": readers, "reason": None}
        case "reject":
            changes = {"status": "rejected", "reason": decision.reason, "is_disputed": False}
        case "dispute":
            changes = {"is_disputed": True}
        case "defer":
            changes = {"is_deferred": True}
        case "supersede":
            changes = {"status": "superseded", "superseded_by": str(decision.payload.get("by", ""))}
        case _:
            changes = {"status": "suggested", "readers": frozenset(), "reason": None}
    return replace(state, **({"is_deferred": False} | changes))


def fold(forms: Mapping[str, Form], decisions: Iterable[Decision]) -> dict[str, ClaimState]:
    """The present of all claims.

    Args:
        forms: First form by claim id.
        decisions: The log, in any order; decisions on unknown claims are ignored.

    Returns:
        State by claim id.
    """
    states = {claim_id: ClaimState(form) for claim_id, form in forms.items()}
    for one in standing(decisions):
        if one.claim_id in states:
            states[one.claim_id] = step(states[one.claim_id], one)
    return states


def last_standing(decisions: Iterable[Decision]) -> Decision | None:
    """The newest decision that counts: the one that an undo takes back; None where there is none."""
    found = standing(decisions)
    return found[-1] if found else None
