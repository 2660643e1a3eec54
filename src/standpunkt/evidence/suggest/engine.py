"""Suggests claims for a document: sentences in, ranked drafts out. Nothing here decides."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from standpunkt.evidence.reading.cues import Voice, voice_of
from standpunkt.evidence.reading.mentions import Mention, mentions_of
from standpunkt.evidence.reading.sentences import Sentence, sentences_of
from standpunkt.evidence.reading.speakers import Speaker, speakers_of
from standpunkt.evidence.suggest.direction import Sides, Stated, direction_of, sides_of
from standpunkt.evidence.suggest.learner import Lesson, has_learner, no_claim_share, roles_of, trained
from standpunkt.evidence.suggest.parties import Party, Setting, best_pair, imposers_of, parties_of
from standpunkt.evidence.suggest.prefill import Prefill, prefill
from standpunkt.evidence.suggest.ranking import Evidence, word_evidence, word_scores
from standpunkt.evidence.suggest.roles import ordered
from standpunkt.evidence.values.date_forms import Moment
from standpunkt.evidence.values.dates import TimeValue, dates_in, start_of
from standpunkt.evidence.values.quantities import Quantity, quantities_in
from standpunkt.study.model import Study
from standpunkt.vocabulary.relation_types import every_relation, relation

ENGINE_VERSION = "1"
MOST_RELATIONS = 5
MOST_LINES = 3
LEARNER_SHARE = 0.55
WORD_SHARPNESS = 1.0
SECOND_LINE = 0.12
"""A further line needs this share of the best score and a strong stem of its own."""
CLAIM_AT = 0.42
NOMINAL_SPEECH = frozenset({"PRESSURE", "CRITICISE", "ENDORSE", "VOTE"})


@dataclass(frozen=True)
class Context:
    """What suggestions depend on beside the text."""

    study: Study
    profile: str
    language: str
    published: date | None = None
    publisher: str | None = None
    lessons: tuple[Lesson, ...] = ()
    use_learner: bool = True


@dataclass(frozen=True)
class RankedRelation:
    """One kind of relation with its score and the parties that fit it."""

    code: str
    score: float
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    direction: int
    prefill: Prefill


@dataclass(frozen=True)
class Draft:
    """One suggested claim."""

    sentence: Sentence
    relations: tuple[RankedRelation, ...]
    time: TimeValue | None
    quantities: tuple[Quantity, ...]
    commitment: str
    speaker: Speaker | None
    origin: str
    certainty: float

    @property
    def best(self) -> RankedRelation:
        """The first relation."""
        return self.relations[0]


@dataclass
class Read:
    """A sentence with all that was read in it."""

    sentence: Sentence
    voice: Voice
    speaker: Speaker | None
    evidence: dict[str, Evidence]
    words: dict[str, float]
    mentions: list[Mention]
    times: list[TimeValue]
    scores: dict[str, float] = field(default_factory=dict)
    claim: float = 0.0


def suggest(layer: str, context: Context) -> list[Draft]:
    """Suggests claims for a text layer.

    Args:
        layer: The text as the extractor gave it.
        context: Study, profile, language, day of publication.

    Returns:
        Drafts by place, then best score; at most three a sentence.
    """
    engine = _Engine(context)
    return list(engine.drafts(layer))


class _Engine:
    def __init__(self, context: Context) -> None:
        self.context = context
        study = context.study
        self.setting = Setting(
            context.profile,
            study.poles.power.states[0],
            study.poles.opponent.states[0],
            context.language,
            imposers_of(study),
        )
        sides = sides_of(study, context.published)
        mine = frozenset({context.profile})
        self.sides = Sides(sides.power - mine, sides.opponent - mine, sides.poles)
        self.moment = Moment(context.published, (("war_start", study.study.conflict_start),))
        self.learner = trained(context.lessons) if context.use_learner and has_learner() else None

    def drafts(self, layer: str) -> Iterator[Draft]:
        language = self.context.language
        sentences = sentences_of(layer, language)
        voices = [voice_of(one, language) for one in sentences]
        speakers = speakers_of(sentences, voices, language)
        reads = self._read_all(zip(sentences, voices, speakers, strict=True))
        self._score(reads)
        before: tuple[tuple[str, ...], ...] = ()
        for read in reads:
            found = self._sentence_drafts(read, before) if self._is_claim(read) else []
            yield from found
            if found:
                best = found[0].best
                named = {one.code for one in read.mentions if not one.is_background}
                pair = (best.actors, best.recipients)
                before = pair if before == pair or all(named & set(one) for one in pair) else before

    def _read_all(self, rows: Iterable[tuple[Sentence, Voice, Speaker | None]]) -> list[Read]:
        """Reads sentence by sentence; a time named in one is what "a year later" in the next hangs on."""
        language, moment = self.context.language, self.moment
        found = []
        for sentence, voice, speaker in rows:
            evidence = word_evidence(sentence, language)
            times = dates_in(sentence.text, language, moment)
            mentions = mentions_of(sentence, language)
            found.append(Read(sentence, voice, speaker, evidence, word_scores(evidence), mentions, times))
            said = [start for one in times if (start := start_of(one.edtf))]
            moment = replace(moment, said=said[-1]) if said else moment
        return found

    def _score(self, reads: Sequence[Read]) -> None:
        language, setting = self.context.language, self.setting
        roles = roles_of(setting.profile, (setting.power, setting.opponent))
        found = (
            self.learner.probabilities(
                [one.sentence for one in reads], language, roles, [one.evidence for one in reads]
            )
            if self.learner
            else [{} for _ in reads]
        )
        for read, learned in zip(reads, found, strict=True):
            read.scores = _mixed(read.words, learned)
            read.claim = _claim_share(read, learned)

    def _is_claim(self, read: Read) -> bool:
        return read.sentence.kind == "body" and read.claim >= CLAIM_AT

    def _sentence_drafts(self, read: Read, before: tuple[tuple[str, ...], ...]) -> list[Draft]:
        parties = parties_of(read.sentence, read.mentions, read.speaker, self.setting, context=before)
        order = sorted(read.scores, key=lambda code: (-read.scores[code], relation(code).order))
        ranked = [self._ranked(read, code, parties) for code in order[:MOST_RELATIONS]]
        lead = [0] + [
            at
            for at in range(1, len(ranked))
            if read.scores[order[at]] >= SECOND_LINE * read.scores[order[0]]
            and _speaks_for_itself(read, order[at], order[0])
        ]
        return [self._draft(read, tuple(ranked[at:])) for at in lead[:MOST_LINES]]

    def _ranked(self, read: Read, code: str, parties: list[Party]) -> RankedRelation:
        places = read.evidence[code].places if code in read.evidence else set()
        pair = best_pair(parties, code, places, setting=self.setting)
        actor, recipient = ordered(read.sentence, pair, code, self.setting)
        sides = (actor.codes, recipient.codes)
        filled = prefill(read.sentence, read.voice, code, places, parties=sides, study=self.context.study)
        stated = Stated(code, *sides, filled.polarity, filled.stance, filled.object_sign)
        sign = direction_of(stated, self.sides, self.context.profile).sign
        score = max(min(round(read.scores[code], 4), 1.0), 0.0001)
        return RankedRelation(code, score, actor.codes, recipient.codes, sign, filled)

    def _draft(self, read: Read, ranked: tuple[RankedRelation, ...]) -> Draft:
        text, language = read.sentence.text, self.context.language
        taken = tuple((one.start, one.end) for one in read.times)
        code = ranked[0].code
        places = read.evidence[code].places if code in read.evidence else set()
        amounts = quantities_in(text, language, taken) if relation(code).units else []
        return Draft(
            sentence=read.sentence,
            relations=ranked,
            time=_nearest([one for one in read.times if not one.is_base], read.sentence, places),
            quantities=tuple(one for one in amounts if one.flag != "ambiguous"),
            commitment=self._commitment(read, code),
            speaker=read.speaker,
            origin="learner" if self.learner else "lexicon",
            certainty=round(read.claim, 4),
        )

    def _commitment(self, read: Read, code: str) -> str:
        voice = read.voice
        found = voice.commitment(has_speaker=read.speaker is not None)
        is_act = code in NOMINAL_SPEECH and not (voice.is_hearsay or voice.has("reported"))
        if is_act:
            # Who warns, condemns or praises does so; doubt and denial belong to what is said.
            return "asserted"
        if found == "denied":
            return found
        return "planned" if voice.is_planned and found != "reported" else found


def _mixed(words: dict[str, float], learned: dict[str, float]) -> dict[str, float]:
    powers = {code: math.exp(WORD_SHARPNESS * score) - 1 for code, score in words.items()}
    total = sum(powers.values()) or 1.0
    by_words = {code: value / total for code, value in powers.items()}
    if not learned:
        return by_words
    known = sum(value for code, value in learned.items() if code in words) or 1.0
    return {
        code: (1 - LEARNER_SHARE) * by_words[code] + LEARNER_SHARE * learned.get(code, 0.0) / known
        for code in every_relation()
    }


def _claim_share(read: Read, learned: dict[str, float]) -> float:
    """How surely a sentence holds a claim: words, parties, the learner; norms and questions count against."""
    best = max(read.words.values(), default=0.0)
    named = {one.code for one in read.mentions if not one.is_background}
    share = 0.25 * min(best, 3.0) / 3.0 + 0.15 * min(len(named), 2)
    share += 0.45 * (1 - no_claim_share(learned)) if learned else 0.25
    if read.sentence.text.rstrip('"“”»«').endswith("?"):
        share -= 0.3
    return share - (0.1 if read.voice.has("advice") else 0.0)


def _speaks_for_itself(read: Read, code: str, best: str) -> bool:
    """Whether a relation has a strong stem in words that do not serve the best one."""
    own = read.evidence.get(code, Evidence())
    return bool(own.strong) and not own.places <= read.evidence.get(best, Evidence()).places


def _nearest(times: list[TimeValue], sentence: Sentence, places: set[int]) -> TimeValue | None:
    if not times:
        return None
    if not places:
        return times[0]
    at = [sentence.words[place].start for place in places]
    return min(times, key=lambda one: (min(abs(one.start - start) for start in at), one.start))
