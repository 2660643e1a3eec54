"""The picture of moves: which classes states left, and which they reached, as ribbons between two months."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from standpunkt.web.parts.rows import BETWEEN, class_names
from standpunkt.web.visit import Visit

WIDTH, HEIGHT = 720.0, 440.0
BAR, LABEL, GAP, TOP, BOTTOM = 18.0, 160.0, 8.0, 28.0, 12.0
UNRATED = ""


@dataclass(frozen=True)
class Flows:
    """States by class at both ends; `order` from the opponent's side to the power's."""

    order: tuple[str, ...]
    labels: Mapping[str, str]
    css: Mapping[str, str]
    counts: Mapping[tuple[str, str], int]

    def total(self, code: str, end: int) -> int:
        """How many states have a class at the first (0) or second (1) month."""
        return sum(count for pair, count in self.counts.items() if pair[end] == code)

    @property
    def size(self) -> int:
        """All states that are in the picture."""
        return sum(self.counts.values())

    @property
    def stayed(self) -> int:
        """States whose class is the same at both ends."""
        return sum(count for (first, last), count in self.counts.items() if first == last)


def flows_of(visit: Visit, rows: Sequence[Mapping[str, Any]]) -> Flows:
    """Counts states by the pair of their classes.

    Args:
        visit: The request.
        rows: Moves with from_class and to_class.

    Returns:
        The flows; a state between two classes is a kind of its own.
    """
    names = class_names(visit.observatory.study, visit.lang)
    labels = {one.code: one.label for one in names}
    css = {one.code: one.css for one in names}
    labels |= {BETWEEN: visit.say("between two classes"), UNRATED: visit.say("not rated")}
    css |= {BETWEEN: "u", UNRATED: "nodata"}
    counts = Counter((row["from_class"] or UNRATED, row["to_class"] or UNRATED) for row in rows)
    held = {code for pair in counts for code in pair}
    codes = [one.code for one in names]
    middle = len(codes) // 2 + 1
    order = [*codes[:middle], BETWEEN, *codes[middle:], UNRATED]
    return Flows(tuple(code for code in order if code in held), labels, css, counts)


def flow_picture(flows: Flows, months: tuple[str, str], words: tuple[str, str]) -> str:
    """The ribbons as SVG; the table beside it says the same.

    Args:
        flows: Counts by pair of classes.
        months: What both ends are called.
        words: What a screen reader is told, and the words of a ribbon: {count}, {first}, {last}.

    Returns:
        SVG, coloured by the style sheet.
    """
    unit = (HEIGHT - TOP - BOTTOM - GAP * (len(flows.order) - 1)) / max(1, flows.size)
    tops = [_tops(flows, end, unit) for end in (0, 1)]
    body = [_head(months)]
    used = [dict.fromkeys(flows.order, 0.0), dict.fromkeys(flows.order, 0.0)]
    for first in flows.order:
        for last in flows.order:
            count = flows.counts.get((first, last), 0)
            if count:
                starts = tops[0][first] + used[0][first], tops[1][last] + used[1][last]
                told = words[1].format(count=count, first=flows.labels[first], last=flows.labels[last])
                css = f"{flows.css[first]}{' stays' if first == last else ''}"
                body.append(_ribbon(starts, count * unit, css, told))
                used[0][first] += count * unit
                used[1][last] += count * unit
    for end in (0, 1):
        body += [_bar(flows, code, end, (tops[end][code], unit)) for code in flows.order]
    box = f"0 0 {WIDTH:g} {HEIGHT:g}"
    head = _filled('<svg class="flows" role="img" aria-label="{}" viewBox="{}">', words[0], box)
    return f"{head}{''.join(body)}</svg>"


def _filled(template: str, *values: object) -> str:
    """A piece of SVG with values that are shown as text, whatever they hold."""
    return template.format(*(escape(str(value)) for value in values))


def _tops(flows: Flows, end: int, unit: float) -> dict[str, float]:
    found, at = {}, TOP
    for code in flows.order:
        found[code] = at
        at += flows.total(code, end) * unit + GAP
    return found


def _ribbon(starts: tuple[float, float], height: float, css: str, told: str) -> str:
    left, right = LABEL + BAR, WIDTH - LABEL - BAR
    middle = (left + right) / 2
    a, b = starts
    path = (
        f"M{left:.1f} {a:.1f}C{middle:.1f} {a:.1f} {middle:.1f} {b:.1f} {right:.1f} {b:.1f}"
        f"V{b + height:.1f}C{middle:.1f} {b + height:.1f} {middle:.1f} {a + height:.1f} "
        f"{left:.1f} {a + height:.1f}Z"
    )
    return _filled('<path class="flow {}" d="{}"><title>{}</title></path>', css, path, told)


def _bar(flows: Flows, code: str, end: int, place: tuple[float, float]) -> str:
    (y, unit), count = place, flows.total(code, end)
    if not count:
        return ""
    x = LABEL if end == 0 else WIDTH - LABEL - BAR
    height = count * unit
    anchor, at = ("end", x - 8) if end == 0 else ("start", x + BAR + 8)
    return _filled(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>'
        '<text x="{}" y="{}" text-anchor="{}">{} {}</text>',
        *(flows.css[code], f"{x:.1f}", f"{y:.1f}", f"{BAR:g}", f"{height:.1f}"),
        *(f"{at:.1f}", f"{y + height / 2 + 4:.1f}", anchor, flows.labels[code], count),
    )


def _head(months: tuple[str, str]) -> str:
    places = ((LABEL + BAR, "end", months[0]), (WIDTH - LABEL - BAR, "start", months[1]))
    return "".join(
        _filled('<text class="strong" x="{}" y="14" text-anchor="{}">{}</text>', f"{x:g}", anchor, month)
        for x, anchor, month in places
    )
