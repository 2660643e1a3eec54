"""Reads amounts: comparator, value or range, unit, item and base, as written and normalised.

Shares are 0..1. Designations such as S-400 are items, never amounts; a number with a unit of time is none.
"""

import re
from dataclasses import asdict, dataclass, replace
from functools import cache

from standpunkt.evidence.reading.words import Stems, stems_of, words_of
from standpunkt.languages.reading import Quantities, reading

LOOK_BACK = 30
LOOK_AHEAD = 60
ITEM_WORDS = 3
DOZEN = 12
DOZENS = 24
HALF_DOZEN = 6
NEARLY_ALL = 1.0


@dataclass(frozen=True)
class Quantity:
    """One amount. `value` or `low` and `high`; unit ISO 4217, share, factor, change, physical, or null."""

    comparator: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    item: str | None
    base: str | None
    as_written: str
    start: int = 0
    end: int = 0
    flag: str = ""

    def record(self) -> dict[str, object]:
        """The fields that a claim stores."""
        found = asdict(self)
        for name in ("start", "end", "flag"):
            found.pop(name)
        return found


@dataclass(frozen=True)
class Number:
    """A number read: its value and where it stands."""

    value: float
    start: int
    end: int


@cache
def _number_pattern(language: str) -> str:
    words = reading(language).quantities
    digits = r"\d{1,3}(?:[.,'\u202f\u00a0 ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
    numerals = "|".join(sorted(words.numerals, key=len, reverse=True))
    scales = "|".join(re.escape(one) for one in sorted(words.scales, key=len, reverse=True))
    return rf"(?<![\w.,-])(?:(?:{digits})|(?:{numerals})\b)(?:\s?(?:{scales})\b\.?)?"


@cache
def _compiled(language: str) -> dict[str, tuple[re.Pattern[str], ...]]:
    words = reading(language).quantities
    number = _number_pattern(language)
    return {
        kind: tuple(
            re.compile(pattern.replace("{n}", f"(?:{number})"), re.IGNORECASE) for pattern in patterns
        )
        for kind, patterns in words.patterns.items()
        if kind != "needs_scale"
    }


@cache
def _type_patterns(language: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?<![\w]){pattern}") for pattern in reading(language).weapons.type_patterns)


@cache
def _items(language: str) -> Stems:
    return stems_of(reading(language).weapons.items)


def read_number(text: str, words: Quantities) -> float | None:
    """The value of a number as written.

    Args:
        text: Digits or a number word, perhaps with a scale.
        words: The language's number words.

    Returns:
        The value; null if it is none.
    """
    low = text.lower().strip(" .")
    scale = 1.0
    for name in sorted(words.scales, key=len, reverse=True):
        if low.endswith(name) and low != name and not low[: -len(name)][-1:].isalpha():
            scale, low = words.scales[name], low[: -len(name)].strip(" .")
            break
    if low in words.numerals:
        return words.numerals[low] * scale
    if low in words.scales:
        return words.scales[low]
    bare = re.sub(r"['\u202f\u00a0 ]", "", low)
    if re.fullmatch(
        rf"\d{{1,3}}(?:{re.escape(words.group)}\d{{3}})+(?:{re.escape(words.decimal)}\d+)?", bare
    ):
        bare = bare.replace(words.group, "")
    bare = bare.replace(words.decimal, ".")
    return float(bare) * scale if re.fullmatch(r"\d+(?:\.\d+)?", bare) else None


def quantities_in(text: str, language: str, taken: tuple[tuple[int, int], ...] = ()) -> list[Quantity]:
    """All amounts of a sentence.

    Args:
        text: The sentence.
        language: Its language.
        taken: Spans that are dates and hold no amount.

    Returns:
        Amounts by place.
    """
    reader = _Reader(text, language, list(taken))
    return reader.all()


class _Reader:
    """Reads one sentence form by form; what one form took is closed to the later ones."""

    def __init__(self, text: str, language: str, taken: list[tuple[int, int]]) -> None:
        self.text, self.language, self.taken = text, language, taken
        self.words = reading(language).quantities
        self.patterns = _compiled(language)
        self.types = [m.span() for pattern in _type_patterns(language) for m in pattern.finditer(text)]
        self.found: list[Quantity] = []

    def all(self) -> list[Quantity]:
        for match in self._matches("ambiguous_share"):
            self._take(match, flag="ambiguous")
        for form in (self._none, self._vague, self._ranges, self._of_many, self._each, self._fractions):
            form()
        self._factors()
        self._numbers()
        return sorted(self.found, key=lambda one: one.start)

    def _matches(self, kind: str) -> list[re.Match[str]]:
        found = [m for pattern in self.patterns[kind] for m in pattern.finditer(self.text)]
        return [m for m in found if self._is_free(m.start(), m.end())]

    def _is_free(self, start: int, end: int) -> bool:
        spans = self.taken + self.types
        return not any(start < last and first < end for first, last in spans)

    def _take(self, match: re.Match[str], flag: str = "") -> None:
        self.taken.append(match.span())
        if flag:
            none = Quantity("=", None, None, None, None, None, None, match.group(), *match.span(), flag)
            self.found.append(none)

    def _add(self, start: int, end: int, values: tuple[float | None, float | None, float | None]) -> None:
        comparator, first = self._comparator(start)
        unit, unit_end = self._unit(start, end)
        scale, _, named = (unit or "").rpartition(" ")
        if scale:
            unit = named
            values = tuple(v and v * float(scale) for v in values)  # type: ignore[assignment] # length stays 3
        is_share = unit == "share"
        value, low, high = (None if v is None else _tidy(v / 100 if is_share else v) for v in values)
        if is_share and self._before("change", start):
            unit, first = "change", min(first, start)
        item = self._item(unit_end) if unit is None or unit in {"t", "kg", "m3", "bbl", "bbl/d"} else None
        base = self._base(unit_end, is_share=is_share)
        self.taken.append((first, unit_end))
        written = self.text[first:unit_end].strip()
        self.found.append(Quantity(comparator, value, low, high, unit, item, base, written, first, unit_end))

    def _before(self, kind: str, start: int) -> bool:
        before = self.text[max(0, start - LOOK_BACK) : start]
        return any(pattern.search(before) for pattern in self.patterns[kind])

    def _comparator(self, start: int) -> tuple[str, int]:
        before = self.text[max(0, start - LOOK_BACK) : start].lower().rstrip(" „“\"'»«$€£")
        for sign, listed in self.words.comparators.items():
            for word in listed:
                if re.search(rf"(?<!\w){re.escape(word)}$", before):
                    return sign, self.text.lower().rindex(word, 0, start)
        return "=", start

    def _unit(self, start: int, end: int) -> tuple[str | None, int]:
        after = self.text[end:].lower()
        lead = re.match(r"[\s\u202f\u00a0-]*", after)
        skipped = lead.end() if lead else 0
        rest = after[skipped:]
        before = self.text[max(0, start - 3) : start].rstrip()
        for unit, names in self._unit_names():
            for name in names:
                if before.lower().endswith(name) and not name.isalnum():
                    return unit, end
                if rest.startswith(name) and not rest[len(name) : len(name) + 1].isalpha():
                    return self._per_day(unit, end + skipped + len(name))
        return None, end

    def _unit_names(self) -> list[tuple[str, tuple[str, ...]]]:
        named = [*self.words.currencies.items(), *self.words.units.items()]
        return [("share", self.words.share_words), *named]

    def _per_day(self, unit: str, end: int) -> tuple[str, int]:
        for pattern in self.patterns["per_day"]:
            match = pattern.search(self.text[end:])
            if match:
                return f"{unit}/d", end + match.end()
        return unit, end

    def _item(self, end: int) -> str | None:
        rest = self.text[end : end + LOOK_AHEAD]
        for pattern in self.patterns["type"]:
            words = rest.split(maxsplit=1)
            match = pattern.search(" " + words[1]) if len(words) > 1 else None
            if match and "item" in match.groupdict():
                return match["item"]
        kind = next((self.text[a:b] for a, b in self.types if end <= a <= end + ITEM_WORDS), None)
        if kind:
            return kind
        following = words_of(rest)[:ITEM_WORDS]
        hits = sorted(_items(self.language).find(following), key=lambda hit: (hit.first, -len(hit.stem)))
        if hits:
            return hits[0].label
        return following[0].low if following else None

    def _base(self, end: int, *, is_share: bool) -> str | None:
        if is_share:
            for pattern in self.patterns["of_what"]:
                match = pattern.search(self.text[end:])
                if match:
                    return match["base"]
        for pattern in self.patterns["base"]:
            match = pattern.search(self.text[end:])
            if match:
                return match["base"]
        return None

    def _none(self) -> None:
        for match in self._matches("none"):
            self._add(match.start(), match.end(), (0.0, None, None))
        for match in self._matches("dozen"):
            self._add(match.start(), match.end(), (float(HALF_DOZEN), None, None))
        for match in self._matches("dozens"):
            self._add(match.start(), match.end(), (float(DOZENS), None, None))
            self.found[-1] = replace(self.found[-1], comparator=">=")
        for match in self._matches("digits_named"):
            self._digits_named(match)

    def _digits_named(self, match: re.Match[str]) -> None:
        scale = self.words.scales[match["scale"].lower()]
        low = 10.0 ** (self.words.digit_words[match["digits"].lower()] - 1) * scale
        self._add(match.start(), match.end(), (None, low, low * 10 - scale))
        self.found[-1] = replace(self.found[-1], unit=None, item=None)

    def _vague(self) -> None:
        low_text = self.text.lower()
        for name in sorted(self.words.vague, key=len, reverse=True):
            for match in re.finditer(rf"\b{re.escape(name)}\b", low_text):
                if self._is_free(*match.span()):
                    low, high = self.words.vague[name]
                    scale, end = self._scale_after(match.end())
                    self._add(match.start(), end, (None, low * scale, high * scale))

    def _scale_after(self, end: int) -> tuple[float, int]:
        match = re.match(r"\s+(\w+)", self.text[end:])
        scale = self.words.scales.get(match[1].lower()) if match else None
        return (scale, end + match.end()) if match and scale and scale >= 1e3 else (1.0, end)  # noqa: PLR2004

    def _ranges(self) -> None:
        for kind in ("between", "from_to", "span"):
            for match in self._matches(kind):
                low = read_number(match["a"], self.words)
                high = read_number(match["b"], self.words)
                if low is None or high is None or self._is_time(match.end()):
                    continue
                low *= self._shared_scale(match["a"], match["b"], low, high)
                if kind == "from_to":
                    self._add(match.start(), match.end(), (high, None, None))
                    unit = self.found[-1].unit
                    base = low / 100 if unit == "share" else low
                    self.found[-1] = replace(self.found[-1], base=f"{_tidy(base):g}")
                elif low < high:
                    self._add(match.start(), match.end(), (None, low, high))

    def _shared_scale(self, a: str, b: str, low: float, high: float) -> float:
        """`20 bis 30 Mio.`: the scale of the second number holds for the first one too."""
        has_scale = any(b.lower().strip(". ").endswith(name) for name in self.words.scales)
        alone = re.fullmatch(r"[\d.,]+", a.strip())
        if not (has_scale and alone) or low >= high:
            return 1.0
        return next(
            (
                self.words.scales[name]
                for name in sorted(self.words.scales, key=len, reverse=True)
                if b.lower().strip(". ").endswith(name)
            ),
            1.0,
        )

    def _of_many(self) -> None:
        for match in self._matches("of_many"):
            part, whole = read_number(match["a"], self.words), read_number(match["b"], self.words)
            if part is None or not whole or part > whole:
                continue
            item = self._item(match.end())
            self.taken.append(match.span())
            written = match.group()
            values = (round(part / whole, 4), None, None, "share", None, item, written)
            self.found.append(Quantity("=", *values, match.start(), match.end()))

    def _each(self) -> None:
        for match in self._matches("each"):
            value = read_number(match["a"], self.words)
            if value is None:
                continue
            self._add(match.start("a"), match.end("a"), (value, None, None))
            first = self.found[-1]
            other = self._second_item(first.end)
            if other:
                self.found.append(replace(first, item=other))

    def _second_item(self, end: int) -> str | None:
        rest = self.text[end : end + LOOK_AHEAD]
        joiners = "|".join(reading(self.language).abbreviations.hyphen_keep_before)
        match = re.search(rf"\s(?:{joiners})\s", rest)
        return self._item(end + match.end()) if match else None

    def _fractions(self) -> None:
        for match in self._matches("all_of"):
            self.taken.append(match.span())
            share = (NEARLY_ALL, None, None, "share", None, None, match.group())
            self.found.append(Quantity("~<", *share, match.start(), match.end()))
        for match in self._matches("fraction"):
            number = read_number(match["a"], self.words) if match["a"] else None
            value = (number or 1.0) * self.words.fractions[match["fraction"].lower()]
            start = match.start("a") if match["a"] else match.start()
            comparator, first = self._comparator(self._before_article(start))
            base = self._base(match.end(), is_share=True)
            self.taken.append((first, match.end()))
            written = self.text[first : match.end()]
            values = (round(value, 4), None, None, "share", None, base, written)
            self.found.append(Quantity(comparator, *values, first, match.end()))

    def _before_article(self, start: int) -> int:
        match = re.search(r"\b(?:\w{1,4})\s+$", self.text[:start])
        comparator, _ = self._comparator(start)
        return match.start() if match and comparator == "=" else start

    def _factors(self) -> None:
        for match in self._matches("factor"):
            low = match["factor"].lower()
            value = next((v for stem, v in self.words.factors.items() if low.startswith(stem)), None)
            if value is None:
                continue
            base = self._base(match.end(), is_share=False)
            comparator, first = self._comparator(match.start())
            self.taken.append(match.span())
            values = (value, None, None, "factor", None, base, self.text[first : match.end()])
            self.found.append(Quantity(comparator, *values, first, match.end()))

    def _is_time(self, end: int) -> bool:
        return any(
            pattern.search(self.text[end:])
            for kind in ("time_unit", "ordinal")
            for pattern in self.patterns[kind]
        )

    def _numbers(self) -> None:
        pattern = re.compile(_number_pattern(self.language), re.IGNORECASE)
        for match in pattern.finditer(self.text):
            value = read_number(match.group(), self.words)
            is_alone = match.group().lower() in self.words.patterns["needs_scale"]
            if value is None or not self._is_free(*match.span()) or self._is_time(match.end()):
                continue
            if not (is_alone and self._unit(match.start(), match.end())[0] is None):
                self._add(match.start(), match.end(), (value, None, None))


def _tidy(value: float) -> float:
    return round(value, 6)
