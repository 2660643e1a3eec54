"""Decides who of two parties is the actor: prepositions, subject, receiving verbs, kind of relation."""

from standpunkt.evidence.reading.mentions import Mention
from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.evidence.reading.words import Stems, stems_of
from standpunkt.evidence.suggest.parties import MEDIATE, Party, Setting
from standpunkt.languages.forms import forms_of_states
from standpunkt.languages.reading import reading
from standpunkt.vocabulary.relation_types import relation

GIVERS = frozenset({"ARMS_SUPPLY", "ENERGY", "FINANCE", "TRADE"})
BUYERS = frozenset({"ARMS_DEAL"})
DEPENDENTS = frozenset({"MIL_DEPEND", "DEPENDENCE", "PUBLIC_STANCE"})
POWER_ACTS = frozenset({"MEDIA", "DISINFO", "INTERFERE", "OWNERSHIP", "ENERGY", "FINANCE"})
"""Where nothing else tells, the power acts; elsewhere the profile."""
AT_POWER = frozenset({"SANCTION_STANCE", "EVADE", "VOTE"})
PROFILE_FIRST = frozenset({"AGREE", "RIVAL", "RELATION", "EXERCISE", "MIL_COOP", "TRADE", "COMBAT", "MEET"})
PRIOR = 0.35
SUBJECT = 1.0
PREPOSITION = 1.2
OBLIQUE = 0.9
LATER = 0.7
"""Of two names without preposition the later one is rather the object."""
SOURCE_OF_ACTS = 0.6
AT_PLACE = 0.5


def ordered(
    sentence: Sentence, pair: tuple[Party, Party], code: str, setting: Setting
) -> tuple[Party, Party]:
    """Actor and recipient of a claim.

    Args:
        sentence: The sentence.
        pair: The two parties in the order of the text.
        code: The relation.
        setting: Profile and poles.

    Returns:
        The actor first.
    """
    first, second = pair
    if code == MEDIATE:
        return pair
    if code in AT_POWER and (setting.power in first.codes) != (setting.power in second.codes):
        return (second, first) if setting.power in first.codes else pair
    lean = _actor_score(sentence, first, code, setting) - _actor_score(sentence, second, code, setting)
    if _are_both_bare(first, second):
        lean += LATER
    return pair if lean >= 0 else (second, first)


def _actor_score(sentence: Sentence, party: Party, code: str, setting: Setting) -> float:
    score = 0.0
    is_power, is_profile = setting.power in party.codes, setting.profile in party.codes
    if code in POWER_ACTS - DEPENDENTS and not _depends(sentence, code, setting.language):
        score += PRIOR * (is_power - is_profile)
    else:
        score += PRIOR * (is_profile - is_power)
    if relation(code).mutual and code in PROFILE_FIRST and code != "TRADE":
        return score + (is_profile - is_power)
    if party.mention is None:
        return score
    return score + _syntax(sentence, party.mention, code, setting.language)


def _are_both_bare(first: Party, second: Party) -> bool:
    mentions = [one.mention for one in (first, second) if one.mention is not None]
    return len(mentions) > 1 and not any(one.preposition for one in mentions)


def _depends(sentence: Sentence, code: str, language: str) -> bool:
    return code == "ENERGY" and "depends" in _verbs(language).labels(sentence.words)


def _verbs(language: str) -> Stems:
    if language not in _VERBS:
        roles = reading(language).roles
        _VERBS[language] = stems_of(
            {name: getattr(roles, name) for name in ("receiving", "depends", "passive")}
        )
    return _VERBS[language]


_VERBS: dict[str, Stems] = {}


def _syntax(sentence: Sentence, mention: Mention, code: str, language: str) -> float:
    labels = _verbs(language).labels(sentence.words)
    is_giving = code in GIVERS and not _depends(sentence, code, language)
    if not mention.preposition:
        lean = -OBLIQUE if is_oblique(sentence, mention, language) else _subject_weight(mention)
        return -lean if is_giving and "receiving" in labels else lean
    return _by_preposition(mention.preposition.partition(":")[0], code, labels, is_giving=is_giving)


def _by_preposition(group: str, code: str, labels: set[str], *, is_giving: bool) -> float:
    if group == "place":
        return -AT_PLACE
    if group == "source" and code in POWER_ACTS:
        return SOURCE_OF_ACTS
    if is_giving:
        return {"source": PREPOSITION, "to": -PREPOSITION, "against": -PREPOSITION}.get(group, 0.0)
    is_agent = group == "source" and "passive" in labels and code not in BUYERS | DEPENDENTS
    return PREPOSITION if is_agent else -PREPOSITION


def _subject_weight(mention: Mention) -> float:
    return SUBJECT if not mention.is_modifier else SUBJECT / 2


def is_oblique(sentence: Sentence, mention: Mention, language: str) -> bool:
    """Whether the article before a name says that it is no subject: `der Ukraine`.

    Args:
        sentence: The sentence.
        mention: A mention in it.
        language: Its language.

    Returns:
        True if the form is a dative or genitive and no nominative.
    """
    row = forms_of_states(language).get(mention.code)
    if row is None or mention.first == 0 or mention.kind != "name":
        return False
    written = f"{sentence.words[mention.first - 1].low} {mention.text.lower()}"
    forms = {row["genitive"].lower(), row["dative"].lower()}
    return written in forms and written != row["nominative"].lower()
