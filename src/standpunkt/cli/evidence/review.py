"""The review in the terminal: one claim at a time, single keys, every decision stored before the next key."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from standpunkt.cli.output import note
from standpunkt.cli.session import Session
from standpunkt.vocabulary.errors.message import StandpunktError

if TYPE_CHECKING:
    from standpunkt.evidence.ledger.reading import Claim
    from standpunkt.pipeline.evidence.ledger import Desk, Verdict

REASONS = ("no_claim", "wrong_span", "duplicate", "out_of_scope", "wrong_text")
HELP = "a accept, e edit, r 1-5 reject, 1-5 relation, d dispute, u undo, j next, k previous, q quit, ? help"


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
    """One person at the ledger of a study."""

    desk: "Desk"
    session: Session
    study: str
    role: Literal["first", "second"] = "first"
    place: int = 0
    since: float = 0.0

    def run(self) -> dict[str, int]:
        """Asks for keys until the last claim, `q`, or the end of the input.

        Returns:
            Keys pressed, decisions stored, claims still open.
        """
        from standpunkt.pipeline.evidence.ledger import every_claim

        wanted = None if self.role == "second" else "suggested"
        queue = [one.id for one in every_claim(self.desk, self.study, wanted)]
        pressed = decided = 0
        with _keys() as keys:
            self._present(queue)
            while 0 <= self.place < len(queue):
                key = next(keys, "q")
                if key == "q":
                    break
                pressed += 1
                decided += self._answer(key, queue, keys)
        left = len(every_claim(self.desk, self.study, "suggested"))
        return {"keys": pressed, "decisions": decided, "open": left}

    def _answer(self, key: str, queue: list[str], keys: Iterator[str]) -> int:
        if key in "jk":
            self.place = max(0, self.place + (1 if key == "j" else -1))
        elif key == "?":
            note(self.session, self.session.say(HELP))
        else:
            return self._decide(key, queue, keys)
        self._present(queue)
        return 0

    def _decide(self, key: str, queue: list[str], keys: Iterator[str]) -> int:
        from standpunkt.pipeline.evidence.ledger import claim_named, decide_on

        place = max(0, self.place - 1) if key == "u" and self.place else self.place
        claim = claim_named(self.desk, queue[place])
        verdict = self._verdict(key, claim, keys)
        if verdict is None:
            return 0
        try:
            decide_on(self.desk, claim, verdict)
        except StandpunktError as error:
            # A refused verdict wrote nothing; the reviewer reads why and goes on.
            note(self.session, str(error))
            return 0
        self.place = place if key == "u" else place + 1
        self._present(queue)
        return 1

    def _verdict(self, key: str, claim: "Claim", keys: Iterator[str]) -> "Verdict | None":
        from standpunkt.pipeline.evidence.ledger import Verdict

        seconds = round(time.monotonic() - self.since, 2)
        if key == "r":
            chosen = next(keys, "1")
            reason = REASONS[int(chosen) - 1] if chosen in "12345" else None
            return Verdict("reject", None, reason, seconds, self.role)
        if key in "12345" and int(key) <= len(claim.ranked):
            entry = claim.ranked[int(key) - 1]
            patch = {"relation": entry["code"], "actors": entry["actors"], "recipients": entry["recipients"]}
            return Verdict("edit", patch, None, seconds, self.role)
        if key == "e":
            return Verdict("edit", _typed(keys), None, seconds, self.role)
        op = {"a": "accept", "d": "dispute", "u": "undo"}.get(key)
        return Verdict(op, None, None, seconds, self.role) if op else None  # type: ignore[arg-type]  # from the table

    def _present(self, queue: list[str]) -> None:
        from standpunkt.pipeline.evidence.ledger import claim_named

        self.since = time.monotonic()
        if not 0 <= self.place < len(queue) or self.session.quiet:
            return
        claim = claim_named(self.desk, queue[self.place])
        form = claim.state.form
        who = f"{','.join(form['actors'])} > {','.join(form['recipients'])}"
        ranked = " ".join(f"{at} {one['code']}" for at, one in enumerate(claim.ranked, 1))
        head = f"[{self.place + 1}/{len(queue)}] {form['relation']} {who} {form.get('time') or ''}"
        note(self.session, f"\n{' '.join(claim.quote.split())}\n{head}\n{ranked}")


def _typed(keys: Iterator[str]) -> dict[str, object]:
    """Fields typed as `field=value;field=value`, ended by a full stop."""
    words = ""
    for key in keys:
        if key == ".":
            break
        words += key
    found: dict[str, object] = {}
    for pair in words.split(";"):
        name, _, value = pair.partition("=")
        is_list = name.strip() in {"actors", "recipients", "via"}
        text = value.strip()
        found[name.strip()] = (
            text.split(",") if is_list else int(text) if text.isdigit() and len(text) == 1 else text
        )
    return {name: value for name, value in found.items() if name}
