"""Verdicts on numbers in words: what was claimed, what tables say, whose figures they are."""

from collections.abc import Iterator
from typing import Any

from standpunkt.cli.session import Session
from standpunkt.languages.numbers import compact, number, percent

Row = dict[str, Any]
KINDS = {"level": "amount", "factor": "factor", "share": "share", "count": "count", "rank": "rank"}
REASONS = {
    "estimated by the publisher": "estimated by the publisher",
    "taken from the press": "taken from the press",
    "not verified": "not verified",
}
FITS = {
    "unchanged": "unchanged",
    "doubled": "doubled",
    "tripled": "tripled",
    "quadrupled": "quadrupled",
    "more than doubled": "more than doubled",
    "more than tripled": "more than tripled",
    "more than quadrupled": "more than quadrupled",
    "multiplied": "multiplied",
}
SMALL, FACTOR_DIGITS, SHARE_DIGITS = 1000, 2, 2


def answer_lines(row: Row, session: Session) -> Iterator[str]:
    """One verdict in lines: the sentence, then every figure with its source and why it was left out.

    Args:
        row: As `pipeline/evidence/checking.py` gives it.
        session: The language.

    Yields:
        Lines.
    """
    yield _sentence(row, session)
    used = {(one["series"], one["year"]) for one in row["used"]}
    reasons = {reason: session.say(text) for reason, text in REASONS.items()}
    for one in row["basis"]:
        amount = _shown(one["value"], "level" if row["kind"] == "factor" else row["kind"], session)
        why = reasons.get(one["reason"], "")
        is_used = one["is_admissible"] or (one["series"], one["year"]) in used
        mark = session.say("used") if is_used else session.say("not used: {why}", why=why)
        yield f"  {one['year']}  {amount}  {one['series']}  ({mark})  {one['address']}"


def _sentence(row: Row, session: Session) -> str:
    kinds = {kind: session.say(word) for kind, word in KINDS.items()}
    claimed = _shown(row["claimed"], row["kind"], session)
    what = f"{kinds[row['kind']]} {row['comparator'] if row['comparator'] != '=' else ''}{claimed}"
    data = row if row["verdict"] != "no_data" else row["by_estimates"]
    if data is None:
        return session.say("{what}: no reported figure on file can check it", what=what)
    spread = _spread(data, row["kind"], session)
    if row["verdict"] == "no_data":
        spread = session.say("{spread}, by estimates only", spread=spread)
    if data["verdict"] == "agrees":
        return session.say("{what} supported: {spread}", what=what, spread=spread)
    words = {word: session.say(text) for word, text in FITS.items()}
    if row["fits"] in words:
        spread = f"{spread}, {words[row['fits']]}"
    return session.say("{what} not supported: {spread}", what=what, spread=spread)


def _spread(row: Row, kind: str, session: Session) -> str:
    low, high = (_shown(row[end], kind, session) for end in ("low", "high"))
    return low if low == high else session.say("{low} to {high}", low=low, high=high)


def _shown(value: float, kind: str, session: Session) -> str:
    if kind == "share":
        return percent(value, session.language, SHARE_DIGITS)
    if kind == "factor":
        return number(value, session.language, FACTOR_DIGITS)
    if value < SMALL:
        return number(value, session.language, 0)
    return compact(value, session.language, FACTOR_DIGITS)
