"""Events: accepted claims joined by links of one event, with conflicting figures side by side."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.suggest.direction import Direction, Stated, direction_of, sides_of
from standpunkt.evidence.weighing.belief import STATUS, Belief, Witness, belief
from standpunkt.evidence.weighing.figures import Figures, figure_sets
from standpunkt.evidence.weighing.times import Span, span_of
from standpunkt.study.model import Study
from standpunkt.vocabulary.periods import month_end
from standpunkt.vocabulary.relation_types import relation

Row = Mapping[str, Any]
ECHO = "echoes"
SAME = ("same_event", "corroborates", "denies", "contradicts", "updates", "relative_to", ECHO)
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
    span: Span
    weight_sd: float = 0.0

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


@dataclass(frozen=True)
class Links:
    """Links that stand: who belongs together, who denies, who replaces, who copies whom."""

    pairs: frozenset[tuple[str, str, str]]
    copies: frozenset[tuple[str, str]] = frozenset()

    def starts(self, kind: str) -> frozenset[str]:
        """The claims from which links of a kind lead."""
        return frozenset(start for start, _, found in self.pairs if found == kind)

    def ends(self, kind: str) -> frozenset[str]:
        """The claims to which links of a kind lead."""
        return frozenset(end for _, end, found in self.pairs if found == kind)

    def targets(self, kind: str) -> dict[str, str]:
        """To which claim a link of a kind leads, by the claim it comes from."""
        return {start: end for start, end, found in sorted(self.pairs) if found == kind}


def links_of(rows: Iterable[Row]) -> Links:
    """The links that stand after every row; a later row can take an earlier one back.

    Args:
        rows: Rows of `link` by seq.

    Returns:
        The links.
    """
    kept: dict[tuple[str, str, str], str] = {}
    for row in rows:
        link = (row["from_claim"], row["to_claim"], row["kind"])
        kept.pop(link, None)
        if not row["is_removed"]:
            kept[link] = row["independent"]
    copies = {(a, b) for (a, b, kind), independent in kept.items() if kind == ECHO or independent == "false"}
    return Links(frozenset(kept), frozenset(copies))


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
    standing = links_of(links)
    groups = joined(sorted(kept), [pair[:2] for pair in standing.pairs if pair[2] in SAME])
    found = [_event([kept[one] for one in group], standing, register, study) for group in groups]
    return sorted(found, key=lambda event: event.id)


def joined(ids: Sequence[str], pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """Groups of ids that pairs join, directly or through others.

    Args:
        ids: All ids, sorted.
        pairs: Which belong together; unknown ids are left out.

    Returns:
        The groups, each sorted.
    """
    head = {one: one for one in ids}

    def root(one: str) -> str:
        while head[one] != one:
            one = head[one]
        return one

    for start, end in sorted(pairs):
        if start in head and end in head:
            first, second = sorted((root(start), root(end)))
            head[second] = first
    groups: dict[str, list[str]] = {}
    for one in ids:
        groups.setdefault(root(one), []).append(one)
    return list(groups.values())


def _witness(claim: Claim, deniers: frozenset[str], register: Register) -> Witness:
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


def _witnesses(claims: Sequence[Claim], links: Links, register: Register) -> dict[str, Witness]:
    """The claims as witnesses; copies of one text, and their whole groups, are one origin."""
    deniers = links.starts("denies") | links.starts("contradicts")
    found = {one.id: _witness(one, deniers, register) for one in claims}
    held = [(found[a].group, found[b].group) for a, b in links.copies if a in found and b in found]
    origins = {
        name: group[0]
        for group in joined(sorted({one.group for one in found.values()}), held)
        for name in group
    }
    return {key: replace(one, group=origins[one.group]) for key, one in found.items()}


def published_of(claim: Claim) -> date:
    """The day by which a claim's text was there: that of publication, else of its intake."""
    return date.fromisoformat(str(claim.document.get("published_at") or claim.document["at"])[:10])


def span_of_claim(claim: Claim) -> Span:
    """When a claim's event was; a plan is known when it is published."""
    form, by = claim.state.form, published_of(claim)
    return span_of(None if form["event_status"] == "planned" else form.get("time"), by)


def pointed(claim: Claim, study: Study) -> Direction:
    """Which way a claim points, by the camps of its day.

    Args:
        claim: The claim.
        study: The study.

    Returns:
        Direction, agency, layer and focal states.
    """
    form = claim.state.form
    stated = Stated(
        form["relation"],
        tuple(form["actors"]),
        tuple(form["recipients"]),
        form["polarity"],
        form.get("stance"),
        int(form.get("object_sign") or 0),
    )
    months = study.period.range
    day = min(max(span_of_claim(claim).sure or published_of(claim), months.first), month_end(months.last))
    return direction_of(stated, sides_of(study, day), claim.profile)


def _event(claims: list[Claim], links: Links, register: Register, study: Study) -> Event:
    witnesses = _witnesses(claims, links, register)
    ordered = sorted(claims, key=lambda one: (witnesses[one.id].denies, -witnesses[one.id].strength, one.id))
    lead, found = ordered[0], belief(witnesses.values())
    form = lead.state.form
    share = STATUS[form["event_status"]] * float(study.evidence.importance.get(form["relation"], 1.0))
    said = [Figures(one.id, speaker_of(one), one.state.form.get("quantities") or []) for one in ordered]
    return Event(
        digest(*sorted(one.id for one in claims)),
        tuple(ordered),
        tuple(witnesses[one.id] for one in ordered),
        pointed(lead, study),
        found,
        found.b * share,
        figure_sets(said, links.targets("relative_to"), links.ends("updates")),
        span_of_claim(lead),
        min(1.0, found.sd * share),
    )


def same_event_candidates(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """Pairs of claims that may tell of one event: same parties, same family, times that do not part them.

    Args:
        claims: Claims of one study.

    Returns:
        Pairs of ids; a person decides.
    """
    alike: dict[str, list[Claim]] = {}
    for one in claims:
        alike.setdefault(_about(one), []).append(one)
    return [
        (first.id, second.id)
        for group in alike.values()
        for at, first in enumerate(group)
        for second in group[at + 1 :]
        if _may_overlap(first, second)
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
