"""Scores suggestion lines against hand-made claims, by the rules of the contract."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from standpunkt.vocabulary.relation_types import every_relation

Line = Mapping[str, Any]
MIN_OVERLAP = 0.5
WITHIN = 0.01
PREFIX = 5
MIN_TOKEN = 4
UNITS = {"USD", "EUR", "RUB"}


@dataclass
class Tally:
    """Hits of so many."""

    hits: int = 0
    of: int = 0

    def add(self, *, hit: bool) -> None:
        """Counts one."""
        self.hits += hit
        self.of += 1

    @property
    def share(self) -> float:
        """The share of hits; 0 without any."""
        return self.hits / self.of if self.of else 0.0


def score(lines: Sequence[Line], gold: Sequence[Line]) -> dict[str, Tally]:
    """All measures of the contract.

    Args:
        lines: Suggestions of one or several documents.
        gold: Claims of the same documents.

    Returns:
        Tallies by measure; `_all` columns count unpaired claims as wrong.
    """
    tallies: dict[str, Tally] = {}
    sentences = _sentences(gold)
    by_sentence = _assigned(lines, sentences)
    produced = {(one["document"], one["start"], one["end"]) for one in lines}
    hit_sentences = {key for key, found in by_sentence.items() if found}
    matched = {(one["document"], one["start"], one["end"]) for found in by_sentence.values() for one in found}
    tallies["sentence_recall"] = Tally(len(hit_sentences), len(sentences))
    tallies["sentence_precision"] = Tally(len(matched), len(produced))
    for key, claims in sentences.items():
        _score_sentence(by_sentence[key], claims, tallies)
    return tallies


def _sentences(gold: Sequence[Line]) -> dict[tuple[str, int, int], list[Line]]:
    found: dict[tuple[str, int, int], list[Line]] = {}
    for one in gold:
        found.setdefault((one["document"], one["start"], one["end"]), []).append(one)
    return found


def _assigned(
    lines: Sequence[Line], sentences: Iterable[tuple[str, int, int]]
) -> dict[tuple[str, int, int], list[Line]]:
    found: dict[tuple[str, int, int], list[Line]] = {key: [] for key in sentences}
    for line in lines:
        shares = [(_overlap(line, key), key) for key in found if key[0] == line["document"]]
        best, key = max(shares, default=(0.0, ("", 0, 0)))
        if best >= MIN_OVERLAP:
            found[key].append(line)
    return found


def _overlap(line: Line, key: tuple[str, int, int]) -> float:
    common: int = min(line["end"], key[2]) - max(line["start"], key[1])
    shorter: int = min(line["end"] - line["start"], key[2] - key[1])
    return common / max(1, shorter)


def _tally(tallies: dict[str, Tally], name: str, *, hit: bool) -> None:
    tallies.setdefault(name, Tally()).add(hit=hit)


def _score_sentence(lines: list[Line], claims: list[Line], tallies: dict[str, Tally]) -> None:
    merged: dict[str, float] = {}
    for line in lines:
        for entry in line["relation"]:
            merged[entry["code"]] = max(merged.get(entry["code"], 0.0), entry["score"])
    order = sorted(merged, key=lambda code: -merged[code])
    distinct = len({one["relation"] for one in claims})
    for claim in claims:
        for k in (1, 3, 5):
            hit = claim["relation"] in order[: max(k, distinct)]
            _tally(tallies, f"relation@{k}", hit=hit)
    pairs = _paired(lines, claims)
    for claim in claims:
        matched = [one for one, other in pairs if other is claim]
        _score_record(matched[0] if matched else None, claim, tallies)


def _paired(lines: list[Line], claims: list[Line]) -> list[tuple[Line, Line]]:
    options = sorted(
        (
            (_rank(line, claim), -_party_overlap(line, claim), i, j)
            for i, line in enumerate(lines)
            for j, claim in enumerate(claims)
        ),
    )
    pairs: list[tuple[Line, Line]] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for _, _, i, j in options:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            pairs.append((lines[i], claims[j]))
    return pairs


def _rank(line: Line, claim: Line) -> int:
    codes = [entry["code"] for entry in line["relation"]]
    return codes.index(claim["relation"]) if claim["relation"] in codes else len(codes) + 1


def _parties(line: Line, claim: Line) -> tuple[set[str], set[str], str]:
    entry: Line = next((one for one in line["relation"] if one["code"] == claim["relation"]), {})
    actors, recipients = entry.get("actors", line["actors"]), entry.get("recipients", line["recipients"])
    return set(actors), set(recipients), str(entry.get("direction", line["direction"]))


def _party_overlap(line: Line, claim: Line) -> int:
    actors, recipients, _ = _parties(line, claim)
    return len((actors | recipients) & {*claim["actors"], *claim["recipients"]})


def _score_record(line: Line | None, claim: Line, tallies: dict[str, Tally]) -> None:
    hits = _hits(line, claim) if line is not None else {}
    for name in ("unordered_pair", "directed_pair", "commitment", "direction", "attribution_present"):
        if line is not None:
            _tally(tallies, name, hit=hits[name])
        _tally(tallies, f"{name}_all", hit=hits.get(name, False))
    if line is not None:
        _score_values(line, claim, tallies)


def _hits(line: Line, claim: Line) -> dict[str, bool]:
    actors, recipients, direction = _parties(line, claim)
    gold_actors, gold_recipients = set(claim["actors"]), set(claim["recipients"])
    unordered = actors | recipients == gold_actors | gold_recipients
    is_mutual = every_relation()[claim["relation"]].mutual
    directed = unordered if is_mutual else actors == gold_actors and recipients == gold_recipients
    return {
        "unordered_pair": unordered,
        "directed_pair": directed,
        "commitment": line["commitment"] == claim["commitment"],
        "direction": direction == claim["direction"],
        "attribution_present": (line["attribution"] is None) == (claim["attribution"] is None),
    }


def _score_values(line: Line, claim: Line, tallies: dict[str, Tally]) -> None:
    time_hit = bool(line["time"] and claim["time"]) and same_time(line["time"], claim["time"])
    _value(tallies, "time", found=bool(line["time"]), wanted=bool(claim["time"]), hit=time_hit)
    amount_hit = bool(line["quantity"] and claim["quantity"]) and same_amounts(
        line["quantity"], claim["quantity"]
    )
    _value(tallies, "quantity", found=bool(line["quantity"]), wanted=bool(claim["quantity"]), hit=amount_hit)
    if claim["attribution"]:
        said = line["attribution"] or {"speaker": "", "chain": []}
        _tally(tallies, "attribution_name", hit=same_name(claim["attribution"], said))


def _value(tallies: dict[str, Tally], name: str, *, found: bool, wanted: bool, hit: bool) -> None:
    if wanted:
        _tally(tallies, f"{name}_recall", hit=hit)
    if found:
        _tally(tallies, f"{name}_precision", hit=hit)


def same_time(found: str, gold: str) -> bool:
    """Same start at the gold's precision, and same end unless one side is open or lies inside."""
    first, last = _ends(found)
    gold_first, gold_last = _ends(gold)
    start = gold_first == first[: len(gold_first)] or ".." in {first, gold_first}
    end = ".." in {last, gold_last} or gold_last == last[: len(gold_last)]
    inside = gold_first <= first and last <= gold_last + "~"
    return (start and end) or inside or (start and first[: len(gold_last)] == gold_last)


def _ends(edtf: str) -> tuple[str, str]:
    first, _, last = edtf.rstrip("~").partition("/")
    return first, last or first


def same_amounts(found: Sequence[Mapping[str, Any]], gold: str) -> bool:
    """Whether every gold number is among those found, within 1 % or inside a range, with its currency."""
    return all(any(_same(value, unit, one) for one in found) for value, unit in gold_numbers(gold))


def gold_numbers(text: str) -> list[tuple[tuple[float, float], str]]:
    """The numbers of a gold quantity as low, high and unit."""
    found = []
    for part in text.split("; "):
        if part.startswith("fast all"):
            found.append(((1.0, 1.0), "share"))
        elif match := re.match(r"several (\d+) M (\w+)", part):
            low = float(match[1]) * 1e6
            found.append(((2 * low, 9 * low), match[2]))
        elif match := re.match(r"x(\d+)", part):
            found.append(((float(match[1]),) * 2, "factor"))
        elif match := re.match(r"(\d+)/(\d+)", part):
            found.append(((int(match[1]) / int(match[2]),) * 2, "share"))
        elif match := re.match(r">?\s*([\d.]+(?:e\d+)?)\s*(.*)", part):
            value = float(match[1]) / (100 if match[2] == "%" else 1)
            found.append(((value, value), match[2]))
    return found


def _same(span: tuple[float, float], unit: str, one: Mapping[str, Any]) -> bool:
    if unit in UNITS and one["unit"] != unit:
        return False
    values = [one["value"]] if one["value"] is not None else [one["low"], one["high"]]
    known = [value for value in values if value is not None]
    low, high = span
    return bool(known) and all(low * (1 - WITHIN) <= value <= high * (1 + WITHIN) for value in known)


def same_name(gold: str, said: Mapping[str, Any]) -> bool:
    """Each gold word of four letters or more shares its first five letters with one of speaker or chain."""
    wanted = [one.lower()[:PREFIX] for one in re.findall(r"\w+", gold) if len(one) >= MIN_TOKEN]
    texts = " ".join([said["speaker"] or "", *said["chain"]]).lower()
    have = {one[:PREFIX] for one in re.findall(r"\w+", texts)}
    return all(one in have for one in wanted)
