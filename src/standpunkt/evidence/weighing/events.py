"""Events: accepted claims joined by links of one event, with conflicting figures side by side."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.suggest.direction import Direction, Stated, direction_of, sides_of
from standpunkt.evidence.weighing.belief import STATUS, Belief, Witness, belief
from standpunkt.study.model import Study
from standpunkt.vocabulary.relation_types import relation

Row = Mapping[str, Any]
SAME = ("same_event", "corroborates", "denies", "contradicts", "updates")
FAMILIES = {"ARMS_DEAL": "ARMS_SUPPLY", "EVADE": "TRADE"}


@dataclass(frozen=True)
class Register:
    """Sources of a ledger: rows, ratings, interests and those withdrawn."""

    sources: Mapping[str, Row]
    ratings: Sequence[Row] = ()
    interests: Sequence[Row] = ()
    withdrawn: frozenset[str] = frozenset()

    def reliability(self, source_id: str, pillar: str) -> str:
        """The newest rating for a pillar, else for all, else F."""
        mine = [row for row in self.ratings if row["source_id"] == source_id]
        for topic in (pillar, "all"):
            found = [row["reliability"] for row in mine if row["topic"] == topic]
            if found:
                return str(found[-1])
        return "F"

    def group(self, source_id: str) -> str:
        """The origin that a source depends on: its agency or owner, upwards."""
        seen: set[str] = set()
        while source_id in self.sources and source_id not in seen:
            seen.add(source_id)
            source_id = self.sources[source_id].get("parent_source_id") or source_id
        return source_id

    def is_interested(self, source_id: str, parties: Iterable[str]) -> bool:
        """Whether the source is a party of the claim, or has a recorded interest about one."""
        wanted = set(parties)
        state = self.sources.get(source_id, {}).get("state")
        marked = {row["party"] for row in self.interests if row["source_id"] == source_id}
        return state in wanted or bool(marked & wanted)


@dataclass(frozen=True)
class Event:
    """One event: its claims, what is believed, and which way it points."""

    id: str
    claims: tuple[Claim, ...]
    witnesses: tuple[Witness, ...]
    direction: Direction
    belief: Belief
    weight: float
    quantities: tuple[Row, ...]

    @property
    def lead(self) -> Claim:
        """The claim that names the event: the best that does not deny it."""
        return self.claims[0]

    @property
    def is_disputed(self) -> bool:
        """Whether somebody denies or disputes it."""
        return self.belief.q > 0 or any(one.state.is_disputed for one in self.claims)


def source_id_of(name: str) -> str:
    """The id of a source by its name."""
    return "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())[:200] or "unknown"


def speaker_of(claim: Claim) -> str:
    """The first source of the chain: the speaker, else the publisher; unknown ones are one group."""
    chain = claim.state.form.get("attribution") or []
    publisher = claim.document.get("publisher_source_id")
    return source_id_of(chain[0]) if chain else str(publisher or "unknown")


def depends_on(claim: Claim) -> frozenset[str]:
    """Every source a claim came through."""
    chain = {source_id_of(name) for name in claim.state.form.get("attribution") or []}
    publisher = claim.document.get("publisher_source_id")
    return frozenset(chain | ({str(publisher)} if publisher else set()))


def counted(claims: Iterable[Claim], register: Register) -> list[Claim]:
    """The claims that count: accepted, with no withdrawn source on their way."""
    return [
        one for one in claims if one.state.status == "accepted" and not depends_on(one) & register.withdrawn
    ]


def events_of(claims: Iterable[Claim], links: Iterable[Row], register: Register, study: Study) -> list[Event]:
    """Joins accepted claims into events by their links.

    Args:
        claims: All claims of a study.
        links: Rows of `link` by seq; a later one can remove an earlier.
        register: The sources.
        study: The study.

    Returns:
        Events by id.
    """
    kept = {one.id: one for one in counted(claims, register)}
    standing = _standing(links)
    deniers = {start for start, _, kind in standing if kind == "denies"}
    groups = _clusters(sorted(kept), standing)
    found = [_event([kept[one] for one in group], deniers, register, study) for group in groups]
    return sorted(found, key=lambda event: event.id)


def _standing(links: Iterable[Row]) -> set[tuple[str, str, str]]:
    found: set[tuple[str, str, str]] = set()
    for row in links:
        link = (row["from_claim"], row["to_claim"], row["kind"])
        found = found - {link} if row["is_removed"] else found | {link}
    return found


def _clusters(ids: Sequence[str], links: Iterable[tuple[str, str, str]]) -> list[list[str]]:
    head = {one: one for one in ids}

    def root(one: str) -> str:
        while head[one] != one:
            one = head[one]
        return one

    for start, end, kind in sorted(links):
        if kind in SAME and start in head and end in head:
            first, second = sorted((root(start), root(end)))
            head[second] = first
    groups: dict[str, list[str]] = {}
    for one in ids:
        groups.setdefault(root(one), []).append(one)
    return list(groups.values())


def _witness(claim: Claim, deniers: set[str], register: Register) -> Witness:
    form, speaker = claim.state.form, speaker_of(claim)
    parties = {*form["actors"], *form["recipients"]}
    is_interested = register.is_interested(speaker, parties) and not form.get("is_against_interest")
    return Witness(
        claim.id,
        register.group(speaker),
        register.reliability(speaker, relation(form["relation"]).pillar),
        int(form.get("credibility", 6)),
        is_interested,
        form["text_commitment"],
        claim.id in deniers or form["text_commitment"] == "denied",
    )


def _event(claims: list[Claim], deniers: set[str], register: Register, study: Study) -> Event:
    witnesses = {one.id: _witness(one, deniers, register) for one in claims}
    ordered = sorted(claims, key=lambda one: (witnesses[one.id].denies, -witnesses[one.id].strength, one.id))
    lead = ordered[0]
    form = lead.state.form
    stated = Stated(
        form["relation"],
        tuple(form["actors"]),
        tuple(form["recipients"]),
        form["polarity"],
        form.get("stance"),
        int(form.get("object_sign") or 0),
    )
    found = belief(witnesses.values())
    importance = float(study.evidence.importance.get(form["relation"], 1.0))
    return Event(
        digest(*sorted(one.id for one in claims)),
        tuple(ordered),
        tuple(witnesses[one.id] for one in ordered),
        direction_of(stated, sides_of(study), lead.profile),
        found,
        found.b * STATUS[form["event_status"]] * importance,
        tuple(_quantities(ordered)),
    )


def _quantities(claims: Sequence[Claim]) -> list[Row]:
    """Every figure with who says it; never averaged, never added up."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for claim in claims:
        for one in claim.state.form.get("quantities") or []:
            mine = (str(one.get("unit") or ""), str(one.get("item") or ""))
            sets = found.setdefault(mine, {"unit": mine[0], "item": mine[1], "values": []})
            sets["values"].append({**one, "speaker": speaker_of(claim), "claim_id": claim.id})
    for sets in found.values():
        numbers = [
            number for one in sets["values"] for number in (one.get("low"), one.get("value"), one.get("high"))
        ]
        known = [float(number) for number in numbers if number is not None]
        sets["low"], sets["high"] = (min(known), max(known)) if known else (None, None)
    return [found[key] for key in sorted(found)]


def same_event_candidates(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """Pairs of claims that may tell of one event: same parties, same family, times that do not part them.

    Args:
        claims: Claims of one study.

    Returns:
        Pairs of ids; a person decides.
    """
    return [
        (first.id, second.id)
        for at, first in enumerate(claims)
        for second in claims[at + 1 :]
        if _about(first) == _about(second) and _may_overlap(first, second)
    ]


def _about(claim: Claim) -> str:
    form = claim.state.form
    family = FAMILIES.get(form["relation"], form["relation"])
    return json.dumps([family, sorted({*form["actors"], *form["recipients"]})])


def _may_overlap(first: Claim, second: Claim) -> bool:
    times = [one.state.form.get("time") for one in (first, second)]
    if None in times or any("/" in str(one) for one in times):
        return True
    short = min(len(str(one)) for one in times)
    return str(times[0])[: min(short, 7)] == str(times[1])[: min(short, 7)]
