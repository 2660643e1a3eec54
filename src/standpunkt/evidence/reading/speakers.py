"""Who says it: the named speaker of each sentence, carried on through indirect speech and quotations."""

import re
from dataclasses import dataclass
from functools import cache

from standpunkt.evidence.reading.cues import Voice
from standpunkt.evidence.reading.sentences import Sentence
from standpunkt.languages.reading import Cues, reading

CARRY = 5
"""Indirect speech is carried over at most so many sentences."""
MIN_NAME = 2
MAX_NAME_WORDS = 12


@dataclass(frozen=True)
class Speaker:
    """A speaker: the name as written, where it stands in the sentence, whether it was carried over."""

    name: str
    start: int
    end: int
    is_carried: bool = False


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in reading(language).cues.attribution_patterns)


def named_speaker(sentence: Sentence, language: str) -> Speaker | None:
    """The speaker that a sentence itself names.

    Args:
        sentence: The sentence.
        language: Its language.

    Returns:
        The speaker; null if none is named.
    """
    for pattern in _patterns(language):
        for match in pattern.finditer(sentence.text):
            name = _trimmed(match["name"])
            if len(name) > MIN_NAME and _may_speak(name, language):
                return Speaker(name, match.start("name"), match.end("name"))
    return None


def _may_speak(name: str, language: str) -> bool:
    """A name, or a word for somebody who speaks: "a senior official"."""
    low = name.lower()
    has_role = any(noun in low for noun in reading(language).cues.speaker_nouns)
    return has_role or any(letter.isupper() for letter in name)


def _trimmed(name: str) -> str:
    words = name.strip(" –-,").split()
    return " ".join(words[-MAX_NAME_WORDS:])


def speakers_of(sentences: list[Sentence], voices: list[Voice], language: str) -> list[Speaker | None]:
    """The speaker of every sentence.

    Args:
        sentences: The sentences of a document.
        voices: Their voices.
        language: Their language.

    Returns:
        One speaker or null a sentence.
    """
    cues = reading(language).cues
    found = [named_speaker(one, language) for one in sentences]
    _through_quotes(sentences, found, cues)
    _through_indirect_speech(sentences, voices, found)
    return found


def _through_quotes(sentences: list[Sentence], found: list[Speaker | None], cues: Cues) -> None:
    """A sentence inside a quotation has the speaker named where it ends, else the one named before it."""
    for run in _quoted_runs(sentences, cues):
        named = [found[i] for i in run if found[i]]
        before = found[run[0] - 1] if run[0] and sentences[run[0] - 1].text.rstrip().endswith(":") else None
        speaker = (named[-1] if named else None) or before
        for i in run:
            if speaker and found[i] is None:
                found[i] = Speaker(speaker.name, -1, -1, is_carried=True)


def _quoted_runs(sentences: list[Sentence], cues: Cues) -> list[list[int]]:
    runs: list[list[int]] = []
    is_open = False
    for i, sentence in enumerate(sentences):
        was_open = is_open
        if i and sentence.block != sentences[i - 1].block:
            was_open = is_open = False
        opened = sum(sentence.text.count(mark) for mark in cues.opening_quotes)
        closed = sum(sentence.text.count(mark) for mark in cues.closing_quotes)
        is_open = (was_open + opened - closed) > 0
        if was_open:
            runs[-1].append(i)
        elif is_open:
            runs.append([i])
    return [run for run in runs if run]


def _through_indirect_speech(
    sentences: list[Sentence], voices: list[Voice], found: list[Speaker | None]
) -> None:
    last: Speaker | None = None
    since = 0
    for i, sentence in enumerate(sentences):
        own = found[i]
        if own:
            last, since = own, i
        elif last and voices[i].is_indirect and i - since <= CARRY and sentence.kind == "body":
            found[i] = Speaker(last.name, -1, -1, is_carried=True)
