"""Finds the two parties of a claim: mentions, profile and pole, weighed; lists that act stay together."""

from dataclasses import dataclass, replace
from itertools import pairwise

from standpunkt.evidence.reading.mentions import STRONG_KINDS, Mention
from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.speakers import Speaker
from standpunkt.languages.forms import grammar
from standpunkt.languages.reading import reading
from standpunkt.study.model import Study

PROFILE_PRIOR = 1.0
PROFILE_ABSENT = 0.55
POWER_PRIOR = 0.6
CONTEXT_PRIOR = 0.3
ELLIPSIS = 1.5
"""A sentence that names nobody speaks of the parties of the claim before it."""
ARGUMENT = 0.3
"""Subjects and objects stand without a preposition."""
GENERIC = 0.5
STILL_NEAR = 2
BOTH = 1.0
WEIGHTS = {
    "strong": 1.0,
    "adjective": 0.7,
    "compound": 0.6,
    "hyphen": 0.5,
    "background": 0.15,
    "place": 0.65,
    "speaker": 0.2,
}
NEAR_BONUS = 0.5
NEAR_WORDS = 12
SILENT = frozenset({"background", "speaker"})
THIRD_BLOCS = frozenset({"UN"})
MEDIATE = "MEDIATE"
LAST = 9999
AGAINST_POWER = frozenset({"SANCTION_STANCE", "EVADE", "VOTE"})
RECOGNISE = "RECOGNISE"
FRIENDLY = frozenset(
    {"ARMS_SUPPLY", "ARMS_DEAL", "MIL_COOP", "EXERCISE", "ENERGY", "TRADE", "FINANCE", "AGREE"}
)
TARGET = 0.8
"""Drones flown *against* somebody are not supplied to them."""


@dataclass(frozen=True)
class Setting:
    """Who is described, where the poles stand, and whose sanctions and votes others answer to."""

    profile: str
    power: str
    opponent: str
    language: str
    imposers: frozenset[str] = frozenset()


def imposers_of(study: Study) -> frozenset[str]:
    """Groups and states that texts name as makers of sanctions, not as those towards whom one takes a stance.

    Args:
        study: The study; its section `evidence.camps.opponent` names them.

    Returns:
        Their codes, the United Nations among them.
    """
    camp = study.evidence.camps.get("opponent")
    named = {*camp.organisations, *(one.state for one in camp.members)} if camp else set()
    return THIRD_BLOCS | named


@dataclass(frozen=True)
class Party:
    """One side of a claim: one code, or several that act together, with the mention that carries it."""

    codes: tuple[str, ...]
    weight: float
    mention: Mention | None
    first: int
    mentions: tuple[Mention, ...] = ()


def parties_of(
    sentence: Sentence,
    mentions: list[Mention],
    speaker: Speaker | None,
    setting: Setting,
    *,
    context: tuple[tuple[str, ...], ...],
) -> list[Party]:
    """All possible parties of a sentence with their weights, before a relation is looked at.

    Args:
        sentence: The sentence.
        mentions: Its mentions.
        speaker: Who says it.
        setting: Profile and poles.
        context: The parties of the claim before.

    Returns:
        Parties, profile and power among them whether mentioned or not.
    """
    found: dict[tuple[str, ...], Party] = {}
    for codes, mention in _grouped(sentence, mentions, setting):
        kind = _kind(sentence, mention, speaker)
        weight = WEIGHTS[kind] + (ARGUMENT if _is_argument(mention, kind) else 0)
        old = found.get(codes)
        known = (*old.mentions, mention) if old else (mention,)
        if old is None or weight > old.weight:
            found[codes] = Party(codes, weight, mention, mention.first, known)
        else:
            found[codes] = replace(old, mentions=known)
    generic = _has_generic(sentence, setting.language)
    others = [
        one
        for one in found.values()
        if one.codes[0] not in {setting.profile, setting.power} and one.weight >= WEIGHTS["adjective"]
    ]
    named = any(setting.profile in one.codes for one in found.values())
    prior = PROFILE_PRIOR if named or generic or len(others) < 2 else PROFILE_ABSENT  # noqa: PLR2004
    _raise(found, setting.profile, prior + (GENERIC if generic and not named else 0))
    _raise(found, setting.power, POWER_PRIOR)
    if _says_both(sentence, setting.language):
        _raise(found, setting.profile, BOTH)
        _raise(found, setting.power, BOTH)
    is_silent = not generic and all(_kind(sentence, one, speaker) in SILENT for one in mentions)
    for codes in context:
        if is_silent and codes not in found:
            found[codes] = Party(codes, ELLIPSIS, None, len(found) + 999)
        else:
            _raise(found, codes[0], ELLIPSIS if is_silent else CONTEXT_PRIOR)
    return list(found.values())


def _is_argument(mention: Mention, kind: str = "strong") -> bool:
    return kind == "strong" and not mention.preposition and not mention.is_modifier


def _raise(found: dict[tuple[str, ...], Party], code: str, by: float) -> None:
    keys = [key for key in found if code in key]
    if not keys:
        found[code,] = Party((code,), by, None, len(found) + 999)
    for key in keys:
        old = found[key]
        found[key] = replace(old, weight=old.weight + by)


def _kind(sentence: Sentence, mention: Mention, speaker: Speaker | None) -> str:
    start = sentence.words[mention.first].start
    if speaker and speaker.start <= start < speaker.end:
        return "speaker"
    if mention.is_background:
        return "background"
    return _form(mention)


def _form(mention: Mention) -> str:
    if mention.preposition.startswith("place:") and mention.kind == "name":
        return "place"
    if mention.kind in STRONG_KINDS:
        return "hyphen" if mention.is_modifier else "strong"
    return "adjective" if mention.kind == "adjective" else "compound"


def _has_generic(sentence: Sentence, language: str) -> bool:
    low = f" {' '.join(word.low for word in sentence.words)} "
    return any(f" {phrase} " in low for phrase in reading(language).actors.generic_state)


def _says_both(sentence: Sentence, language: str) -> bool:
    low = f" {' '.join(word.low for word in sentence.words)} "
    return any(f" {phrase} " in low for phrase in reading(language).actors.generic_pair)


def _grouped(
    sentence: Sentence, mentions: list[Mention], setting: Setting
) -> list[tuple[tuple[str, ...], Mention]]:
    """Mentions joined by commas and `und` become one party, unless they are the two sides themselves."""
    runs: list[list[Mention]] = [[one] for one in mentions[:1]]
    for previous, one in pairwise(mentions):
        if _is_joined(sentence, previous, one, setting.language):
            runs[-1].append(one)
        else:
            runs.append([one])
    found: list[tuple[tuple[str, ...], Mention]] = []
    for run in runs:
        codes = tuple(dict.fromkeys(one.code for one in run))
        is_both = setting.profile in codes or run[0].preposition.startswith("between:")
        if len(codes) > 1 and not is_both:
            found.append((codes, run[0]))
        else:
            found += [((one.code,), one) for one in run]
    return found


def _is_joined(sentence: Sentence, previous: Mention, one: Mention, language: str) -> bool:
    between = sentence.text[sentence.words[previous.last].end : sentence.words[one.first].start].strip()
    parts = set(between.replace(",", " ").lower().split())
    fillers = {*reading(language).abbreviations.hyphen_keep_before, *grammar(language).articles}
    is_same_kind = (previous.kind == "adjective") == (one.kind == "adjective")
    return is_same_kind and bool(between) and parts <= fillers


def best_pair(
    parties: list[Party], relation: str, places: set[int], *, setting: Setting
) -> tuple[Party, Party]:
    """The two parties that fit a relation best; the order is that of the text.

    Args:
        parties: All possible parties.
        relation: The code of the relation.
        places: The words that speak for it.
        setting: Profile and poles.

    Returns:
        Two parties without a common code.
    """
    if relation in AGAINST_POWER:
        parties = [one for one in parties if not setting.imposers & set(one.codes)] or parties
    parties = [one for one in parties if not THIRD_BLOCS & set(one.codes)] or parties
    if relation == MEDIATE:
        return _mediated(parties, setting)
    if relation == RECOGNISE:
        parties = [one for one in parties if setting.opponent not in one.codes] or parties
    if relation in FRIENDLY:
        parties = [_not_as_target(one) for one in parties]
    parties = [_without_default(one, parties, places, setting) for one in parties]
    scored = sorted(((_scored(one, places), one) for one in parties), key=lambda pair: -pair[0])
    first = scored[0][1]
    second = next((one for _, one in scored[1:] if not set(one.codes) & set(first.codes)), None)
    if relation in AGAINST_POWER and setting.power not in first.codes:
        second = next((one for one in parties if setting.power in one.codes), second)
    if second is None:
        second = Party(("?",), 0.0, None, LAST)
    first, second = _at_trigger(first, places), _at_trigger(second, places)
    return (first, second) if first.first <= second.first else (second, first)


def _not_as_target(one: Party) -> Party:
    is_target = bool(one.mentions) and all(m.preposition.startswith("against:") for m in one.mentions)
    return replace(one, weight=one.weight - TARGET) if is_target else one


def _mediated(parties: list[Party], setting: Setting) -> tuple[Party, Party]:
    """A mediator and the two poles between whom it goes."""
    poles = {setting.power, setting.opponent}
    free = [one for one in parties if not poles & set(one.codes)]
    mediator = max(free, key=lambda one: one.weight, default=parties[0])
    return mediator, Party((setting.power, setting.opponent), 0.0, None, LAST)


def _without_default(one: Party, parties: list[Party], places: set[int], setting: Setting) -> Party:
    """The power is no default where it is only brushed and a nearer state stands as subject or object."""
    is_brushed = bool(one.mentions) and not any(map(_is_argument, one.mentions))
    if setting.power not in one.codes or not is_brushed or not places:
        return one
    own = min(_distance(mention, places) for mention in one.mentions)
    nearer = any(
        _is_argument(mention) and _distance(mention, places) <= own + STILL_NEAR
        for other in parties
        if not {setting.power, setting.profile} & set(other.codes)
        for mention in other.mentions
    )
    return replace(one, weight=one.weight - POWER_PRIOR) if nearer else one


def _at_trigger(one: Party, places: set[int]) -> Party:
    """A party with the mention nearest to the words that speak for the relation."""
    clear = [mention for mention in one.mentions if not mention.is_background] or list(one.mentions)
    if not clear or not places:
        return one
    chosen = min(clear, key=lambda mention: (_distance(mention, places), mention.first))
    return replace(one, mention=chosen, first=chosen.first)


def _distance(mention: Mention, places: set[int]) -> int:
    return min(abs(place - mention.first) for place in places)


def _scored(one: Party, places: set[int]) -> float:
    if not one.mentions or not places:
        return one.weight
    near = min(_distance(mention, places) for mention in one.mentions)
    return one.weight + NEAR_BONUS * max(0.0, 1 - near / NEAR_WORDS)
