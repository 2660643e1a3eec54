"""The review in the terminal: one claim at a time, single keys, every decision stored before the next key."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from standpunkt.cli.output import note
from standpunkt.cli.session import Session
from standpunkt.languages.say import error_text
from standpunkt.vocabulary.errors.message import StandpunktError

if TYPE_CHECKING:
    from standpunkt.evidence.ledger.reading import Claim
    from standpunkt.pipeline.evidence.ledger import Desk, Verdict

REASONS = ("no_claim", "wrong_span", "duplicate", "out_of_scope", "wrong_text")
HELP = (
    "a accept, e edit, r 1-5 reject, 1-5 relation, x swap parties, p polarity, c commitment, "
    "v 1-6 credibility, w later, d dispute, u undo, j next, k previous, q quit, ? help"
)
CYCLES = {
    "p": ("polarity", ("affirmed", "negated", "ended", "reduced", "mixed")),
    "c": ("text_commitment", ("asserted", "reported", "probable", "possible", "denied")),
}
OPS = {"d": "dispute", "u": "undo", "w": "defer"}


@contextmanager
def _keys() -> Iterator[Iterator[str]]:
    """Single keys of a terminal; of a pipe, its characters without line breaks."""
    if not sys.stdin.isatty():
        yield (key for line in sys.stdin for key in line if key not in "\r\n")
        return
    import termios
    import tty

    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        yield iter(lambda: sys.stdin.read(1), "")
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


@dataclass
class Reviewer:
    """One person at the ledger of a study, or at one document of it; the document at hand is locked."""

    desk: "Desk"
    session: Session
    study: str
    role: Literal["first", "second"] = "first"
    document_id: str | None = None
    place: int = 0
    since: float = 0.0
    pressed: int = 0
    total: int = 0
    held: str | None = None
    patch: dict[str, Any] = field(default_factory=dict)

    def run(self) -> dict[str, int]:
        """Asks for keys until the last claim, `q`, or the end of the input.

        Returns:
            Keys pressed, decisions stored, claims still open.
        """
        from standpunkt.pipeline.evidence.ledger import queue_of

        queue = queue_of(self.desk, self.study, self.document_id, every=self.role == "second")
        decided = 0
        try:
            with _keys() as keys:
                self._present(queue)
                while 0 <= self.place < len(queue):
                    key = self._next(keys, "q")
                    if key == "q":
                        break
                    decided += self._answer(key, queue, keys)
        finally:
            self._let_go()
        left = len(queue_of(self.desk, self.study, self.document_id))
        return {"keys": self.total, "decisions": decided, "open": left}

    def _next(self, keys: Iterator[str], default: str) -> str:
        """The next key, counted for the claim at hand; the default at the end of the input."""
        key = next(keys, "")
        self.pressed += bool(key)
        self.total += bool(key)
        return key or default

    def _answer(self, key: str, queue: list[tuple[str, str]], keys: Iterator[str]) -> int:
        if key in "jk":
            self.place = max(0, self.place + (1 if key == "j" else -1))
            self._present(queue)
        elif key == "?":
            note(self.session, self.session.say(HELP))
        elif key in {"x", "v", *CYCLES}:
            self._amend(key, queue, keys)
        else:
            return self._decide(key, queue, keys)
        return 0

    def _amend(self, key: str, queue: list[tuple[str, str]], keys: Iterator[str]) -> None:
        """Changes the draft; the next `a` stores it."""
        form = {**self._claim(queue[self.place]).state.form, **self.patch}
        if key == "x":
            self.patch |= {"actors": form["recipients"], "recipients": form["actors"]}
        elif key == "v":
            chosen = self._next(keys, "6")
            self.patch |= {"credibility": int(chosen)} if chosen in "123456" else {}
        else:
            name, values = CYCLES[key]
            self.patch[name] = values[(values.index(form[name]) + 1) % len(values)]
        note(self.session, _head({**form, **self.patch}))

    def _decide(self, key: str, queue: list[tuple[str, str]], keys: Iterator[str]) -> int:
        from standpunkt.pipeline.evidence.ledger import decide_on

        place = max(0, self.place - 1) if key == "u" and self.place else self.place
        claim = self._claim(queue[place])
        verdict = self._verdict(key, claim, keys)
        if verdict is None:
            return 0
        try:
            decide_on(self.desk, claim, verdict)
        except StandpunktError as error:
            # A refused verdict wrote nothing; the reviewer reads why and goes on.
            note(self.session, error_text(error, self.session.language))
            return 0
        self.place = place if key == "u" else place + 1
        self._present(queue)
        return 1

    def _verdict(self, key: str, claim: "Claim", keys: Iterator[str]) -> "Verdict | None":
        from standpunkt.pipeline.evidence.ledger import Verdict

        op: Any = OPS.get(key)
        payload: dict[str, Any] | None = None
        reason = None
        if key == "a":
            op, payload = ("edit", self.patch) if self.patch else ("accept", None)
        elif key == "r":
            op, chosen = "reject", self._next(keys, "1")
            reason = REASONS[int(chosen) - 1] if chosen in "12345" else None
        elif key in "12345" and int(key) <= len(claim.ranked):
            entry = claim.ranked[int(key) - 1]
            op, payload = "edit", self.patch | _named(entry)
        elif key == "e":
            op, payload = "edit", self.patch | self._typed(keys)
        if op is None:
            return None
        seconds = round(time.monotonic() - self.since, 2)
        return Verdict(op, payload, reason, seconds, self.role, self.pressed)

    def _claim(self, at: tuple[str, str]) -> "Claim":
        from standpunkt.pipeline.evidence.ledger import one_claim

        return one_claim(self.desk, *at)

    def _present(self, queue: list[tuple[str, str]]) -> None:
        self.since, self.pressed, self.patch = time.monotonic(), 0, {}
        self._take_lock(queue)
        if not 0 <= self.place < len(queue) or self.session.quiet:
            return
        claim = self._claim(queue[self.place])
        ranked = " ".join(f"{at} {one['code']}" for at, one in enumerate(claim.ranked, 1))
        head = f"[{self.place + 1}/{len(queue)}] {_head(claim.state.form)}"
        note(self.session, f"\n{' '.join(claim.quote.split())}\n{head}\n{ranked}")

    def _take_lock(self, queue: list[tuple[str, str]]) -> None:
        """Locks the document at hand; documents that somebody else holds are said and passed over."""
        from standpunkt.evidence.ledger.beside.locks import take_lock
        from standpunkt.vocabulary.errors.ledger import DocumentLockedError

        while 0 <= self.place < len(queue) and queue[self.place][1] != self.held:
            wanted = queue[self.place][1]
            try:
                take_lock(self.desk.database, wanted, self.desk.signature())
            except DocumentLockedError as error:
                note(self.session, error_text(error, self.session.language))
                while self.place < len(queue) and queue[self.place][1] == wanted:
                    self.place += 1
            else:
                self._let_go()
                self.held = wanted

    def _let_go(self) -> None:
        from standpunkt.evidence.ledger.beside.locks import drop_lock

        if self.held is not None:
            drop_lock(self.desk.database, self.held, self.desk.who)
            self.held = None

    def _typed(self, keys: Iterator[str]) -> dict[str, Any]:
        """Fields typed as `field=value;field=value`, ended by a full stop."""
        words = ""
        while (key := self._next(keys, ".")) != ".":
            words += key
        found: dict[str, Any] = {}
        for pair in words.split(";"):
            name, _, value = pair.partition("=")
            text = value.strip()
            is_list = name.strip() in {"actors", "recipients", "via", "attribution"}
            is_digit = text.isdigit() and len(text) == 1
            found[name.strip()] = text.split(",") if is_list else int(text) if is_digit else text
        return {name: value for name, value in found.items() if name}


def _named(entry: Any) -> dict[str, Any]:  # noqa: ANN401 (one relation of the ranked list)
    """The fields of another relation; a stance relation keeps its stance, others have none."""
    from standpunkt.vocabulary.relation_types import relation

    patch = {"relation": entry["code"]}
    patch |= {name: entry[name] for name in ("actors", "recipients") if entry.get(name)}
    return patch if relation(entry["code"]).is_stance else patch | {"stance": None}


def _head(form: Any) -> str:  # noqa: ANN401 (fields of a claim)
    who = f"{','.join(form['actors'])} > {','.join(form['recipients'])}"
    rest = [form["polarity"], form["text_commitment"], str(form.get("credibility", ""))]
    figures = [str(one.get("as_written") or one.get("value")) for one in form.get("quantities") or []]
    return " ".join([form["relation"], who, str(form.get("time") or ""), *rest, *figures])
