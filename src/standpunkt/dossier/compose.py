"""Composes a portrait: which findings are said, where and in what order; every line with its footnotes.

The strongest finding of either direction always stays, so that a state that arms one side and trades with
the other shows both. Equal facts give equal text.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from standpunkt.dossier.findings.collect import findings
from standpunkt.dossier.findings.finding import Finding
from standpunkt.dossier.formats import Voice, class_label
from standpunkt.dossier.notes import Note, NoteBook
from standpunkt.dossier.observatory import Observatory
from standpunkt.dossier.sentences import Sentence, template, write_sentence
from standpunkt.languages.names import state_name
from standpunkt.languages.say import say

MOST_PER_PILLAR = 4
MOST_STATEMENTS = 2
MOST_AGAINST = 3
LEAD = ("class_now", "drivers", "hedging", "coverage")
LEAD_SENTENCES = 3
GAPS = ("coverage", "missing", "dispute")
CHANGES = ("class_change",)
FIRST_IN_PILLAR = ("vote_summary", "sanction_refused", "sanction_joined", "arms_out", "aid_to_opponent")


class Line(BaseModel):
    """A sentence with the numbers of its footnotes."""

    model_config = ConfigDict(frozen=True)

    sentence: Sentence
    notes: tuple[int, ...]

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return self.sentence.text


class Section(BaseModel):
    """Lines under a heading; `key` is the code of a pillar, or against, changes, gaps."""

    model_config = ConfigDict(frozen=True)

    key: str
    title: str
    lines: tuple[Line, ...]


class LedgerRow(BaseModel):
    """A reviewed statement: when it holds, what it says, how far it is contested."""

    model_config = ConfigDict(frozen=True)

    on: str
    pillar: str
    line: Line
    status: str


class VoteRow(BaseModel):
    """A vote on a roll call of the conflict."""

    model_config = ConfigDict(frozen=True)

    on: str
    symbol: str
    title: str
    vote: str
    code: str
    is_doubtful: bool
    notes: tuple[int, ...]


class Portrait(BaseModel):
    """Everything a portrait says about a state at a month, in one language."""

    model_config = ConfigDict(frozen=True)

    iso3: str
    name: str
    language: str
    month: str
    status: Literal["rated", "not_rated", "pole"]
    label: str
    lead: tuple[Line, ...]
    sections: tuple[Section, ...]
    ledger: tuple[LedgerRow, ...]
    votes: tuple[VoteRow, ...]
    notes: tuple[Note, ...]


def portrait(observatory: Observatory, iso3: str, language: str, at: str | None = None) -> Portrait:
    """Composes the portrait of a state.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        language: de or en.
        at: The period; None takes the newest.

    Returns:
        Lead, sections, ledger, votes and footnotes; the poles and states without enough data get facts
        without score.
    """
    found = findings(observatory, iso3, at)
    row = observatory.state(iso3, at)
    writer = _Scribe(observatory, language)
    direction = 0 if row is None or row["stance"] is None else 1 if row["stance"] > 0 else -1
    plan = Plan.of(found, direction)
    lead = writer.lines(plan.lead)
    sections = [
        writer.section(code, pillar.label[language], plan.pillars.get(code, []))
        for code, pillar in observatory.study.pillars.items()
    ]
    sections += [
        writer.section("against", say("What points the other way", language), plan.against),
        writer.section("changes", say("Change", language), plan.changes),
        writer.section("gaps", say("Uncertainty and gaps", language), plan.gaps),
    ]
    votes = tuple(writer.votes(iso3, f"{observatory.month(at):%Y-%m}"))
    ledger = tuple(writer.ledger_row(finding) for finding in plan.ledger)
    return Portrait(
        iso3=iso3,
        name=state_name(iso3, language),
        language=language,
        month=f"{observatory.month(at):%Y-%m}",
        status="pole" if row is None else "rated" if row["class"] else "not_rated",
        label=_label(row["class"] if row else None, observatory, language, is_pole=row is None),
        lead=lead,
        sections=tuple(section for section in sections if section.lines),
        ledger=ledger,
        votes=votes,
        notes=tuple(writer.notes.notes),
    )


def _label(code: str | None, observatory: Observatory, language: str, *, is_pole: bool) -> str:
    if is_pole:
        return say("party to the conflict", language)
    return class_label(code, observatory.study, language) if code else say("not rated", language)


class Plan(BaseModel):
    """Which findings go where, before a word is written."""

    lead: list[Finding]
    pillars: dict[str, list[Finding]]
    against: list[Finding]
    changes: list[Finding]
    gaps: list[Finding]
    ledger: list[Finding]

    @classmethod
    def of(cls, found: Sequence[Finding], direction: int) -> "Plan":
        """Sorts findings into the parts of a portrait.

        Args:
            found: Findings, the heaviest first.
            direction: Sign of the state's Stance; 0 without one.

        Returns:
            The plan; no finding stands twice but those of the lead in the gaps.
        """
        lead = _of_kinds(found, LEAD)[:LEAD_SENTENCES]
        against = _against(found, direction)
        taken = {finding.id for finding in against}
        pillars: dict[str, list[Finding]] = {}
        for code in dict.fromkeys(finding.pillar for finding in found if finding.pillar):
            inside = [f for f in found if f.pillar == code and f.id not in taken]
            pillars[code] = chosen(inside)
        pillars.setdefault("E", []).extend(_of_kinds(found, ("dependence_now",)))
        said = {finding.id for kept in pillars.values() for finding in kept} | taken
        rest = [f for f in found if f.kind == "statement" and f.id not in said]
        gaps = [finding for finding in _of_kinds(found, GAPS) if finding not in lead]
        return cls(
            lead=lead,
            pillars=pillars,
            against=against,
            changes=_of_kinds(found, CHANGES),
            gaps=gaps,
            ledger=sorted(rest, key=lambda f: (f.on, f.id), reverse=True),
        )


def chosen(inside: Sequence[Finding]) -> list[Finding]:
    """The findings of a pillar that are said: the heaviest, the strongest of each side, some statements.

    Args:
        inside: Findings of one pillar, the heaviest first.

    Returns:
        At most MOST_PER_PILLAR of facts, then MOST_STATEMENTS statements, latest first.
    """
    facts = [finding for finding in inside if finding.kind != "statement"]
    ranked = sorted(facts, key=lambda f: (f.kind not in FIRST_IN_PILLAR, -f.weight))
    strongest = [next((f for f in facts if f.direction == side), None) for side in (1, -1)]
    kept = [finding for finding in strongest if finding is not None]
    kept += [finding for finding in ranked if finding not in kept]
    kept = sorted(kept[:MOST_PER_PILLAR], key=ranked.index)
    statements = sorted(
        (finding for finding in inside if finding.kind == "statement"),
        key=lambda f: (f.on, f.id),
        reverse=True,
    )
    return kept + statements[:MOST_STATEMENTS]


def _against(found: Sequence[Finding], direction: int) -> list[Finding]:
    scores = (*LEAD, *CHANGES)
    other = [f for f in found if direction and f.direction == -direction and f.kind not in scores]
    return other[:MOST_AGAINST]


def _of_kinds(found: Iterable[Finding], kinds: Sequence[str]) -> list[Finding]:
    return sorted((f for f in found if f.kind in kinds), key=lambda f: (kinds.index(f.kind), f.id))


class _Scribe:
    """Writes findings in one language and keeps the footnotes."""

    def __init__(self, observatory: Observatory, language: str) -> None:
        self.observatory = observatory
        self.voice = Voice(language, observatory.study)
        self.notes = NoteBook(observatory, language)

    def line(self, finding: Finding) -> Line:
        sentence = write_sentence(finding, self.voice)
        return Line(sentence=sentence, notes=self.notes.numbers(sentence.footnotes))

    def lines(self, found: Iterable[Finding]) -> tuple[Line, ...]:
        return tuple(self.line(finding) for finding in found)

    def section(self, key: str, title: str, found: Iterable[Finding]) -> Section:
        return Section(key=key, title=title, lines=self.lines(found))

    def ledger_row(self, finding: Finding) -> LedgerRow:
        status = template(f"word.{finding.fields['status']}", self.voice.language)
        return LedgerRow(on=finding.on, pillar=finding.pillar, line=self.line(finding), status=status)

    def votes(self, iso3: str, at: str) -> Iterable[VoteRow]:
        facts = self.observatory.facts
        end = f"{at}-31"
        calls = {call.fields["roll_call_id"]: call for call in facts.of_state(None, "roll_call_resolution")}
        for vote in facts.of_state(iso3, "state_roll_call_vote"):
            call = calls[vote.fields["roll_call_id"]]
            if call.fields["is_conflict"] and call.fields["date"] <= end:
                title = call.fields["title_de_text" if self.voice.language == "de" else "title_text"]
                yield VoteRow(
                    on=call.fields["date"],
                    symbol=call.fields["symbol_code"],
                    title=title,
                    vote=template(f"word.{vote.fields['vote']}", self.voice.language),
                    code=vote.fields["vote"],
                    is_doubtful=vote.is_doubtful,
                    notes=self.notes.numbers([vote.key]),
                )
