"""Feeds of moves: what changed its class with certainty, for readers that follow a study."""

import json
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import month, percent, signed
from standpunkt.web.parts.rows import BETWEEN, class_names
from standpunkt.web.visit import Link, Visit, Visiting

ROUTER = APIRouter()
ATOM = "application/atom+xml; charset=utf-8"
JSON_FEED = "application/feed+json"
FEED_VERSION = "https://jsonfeed.org/version/1.1"
MOST_ENTRIES = 60
MEASURED = {"change": "change", "low": "change_low", "high": "change_high"}
HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{}">\n'
    "<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<author><name>Standpunkt</name></author>\n"
    '<link rel="self" href="{}"/>\n<link href="{}"/>\n'
)
ENTRY = (
    '<entry>\n<id>{}</id>\n<title>{}</title>\n<updated>{}</updated>\n<link href="{}"/>\n'
    "<summary>{}</summary>\n</entry>\n"
)


@dataclass(frozen=True)
class Entry:
    """A move that holds; `key` stays the same as long as version, state and months do."""

    key: str
    title: str
    words: str
    address: str
    at: date


@ROUTER.get("/feed.atom")
def atom(visit: Visiting) -> Response:
    """The moves as an Atom feed; not kept in memory, since its addresses hold the name of the server."""
    return Response(_atom(visit), media_type=ATOM)


@ROUTER.get("/feed.json")
def json_feed(visit: Visiting) -> Response:
    """The moves as a JSON feed."""
    return Response(_json(visit), media_type=JSON_FEED)


def feed_links(visit: Visit) -> list[Link]:
    """The feeds, for the page of moves."""
    return [
        Link(visit.link("feed.atom"), visit.say("Feed (Atom)"), type="application/atom+xml"),
        Link(visit.link("feed.json"), visit.say("Feed (JSON)"), type=JSON_FEED),
    ]


def entries_of(visit: Visit) -> list[Entry]:
    """Every declared move of every pair of months, the latest pair first.

    Args:
        visit: The request.

    Returns:
        At most sixty entries.
    """
    found: list[Entry] = []
    for start, end in sorted(visit.observatory.pairs, key=lambda pair: (pair[1], pair[0]), reverse=True):
        rows = [row for row in visit.observatory.movers(start, end) if row["is_declared"]]
        found += [_entry(visit, row, (start, end)) for row in rows]
        if len(found) >= MOST_ENTRIES:
            break
    return found[:MOST_ENTRIES]


def _entry(visit: Visit, row: dict[str, Any], pair: tuple[date, date]) -> Entry:
    names = {one.code: one.label for one in class_names(visit.observatory.study, visit.lang)}
    names[BETWEEN] = visit.say("between two classes")
    unknown = visit.say("not rated")
    start, end = (names.get(row[key] or "", unknown) for key in ("from_class", "to_class"))
    name = state_name(row["iso3"], visit.lang)
    months = {"from_": f"{pair[0]:%Y-%m}", "to": f"{pair[1]:%Y-%m}"}
    measured = {name: signed(row[key], visit.lang) for name, key in MEASURED.items()}
    return Entry(
        key=f"{visit.place.study_id}:{visit.observatory.version}:{row['iso3']}:{months['from_']}:{months['to']}",
        title=visit.say("{state}: from {start} to {end}", state=name, start=start, end=end),
        words=visit.say(
            "Between {first} and {last}: Stance {change} (90%: {low} to {high}), certain to {share}.",
            first=month(pair[0], visit.lang),
            last=month(pair[1], visit.lang),
            share=percent(row["p_changed"], visit.lang),
            **measured,
        ),
        address=visit.place.link("transitions", {"from": months["from_"], "to": months["to"]}),
        at=visit.observatory.manifest.data_date,
    )


def _filled(template: str, *values: object) -> str:
    """A piece of XML with values that are shown as text."""
    return template.format(*(escape(str(value)) for value in values))


def _title(visit: Visit) -> str:
    return f"{visit.observatory.study.study.title[visit.lang]} · {visit.say('Moves that hold')}"


def _atom(visit: Visit) -> str:
    base = str(visit.request.base_url).rstrip("/")
    stamp = f"{visit.observatory.manifest.data_date.isoformat()}T00:00:00Z"
    home = base + visit.place.link("transitions")
    itself, about = base + visit.request.url.path, f"urn:standpunkt:{visit.place.study_id}"
    parts: list[str] = [_filled(HEAD, visit.lang, about, _title(visit), stamp, itself, home)]
    for one in entries_of(visit):
        at = f"{one.at.isoformat()}T00:00:00Z"
        key = f"urn:standpunkt:move:{one.key}"
        parts.append(_filled(ENTRY, key, one.title, at, base + one.address, one.words))
    return "".join([*parts, "</feed>\n"])


def _json(visit: Visit) -> str:
    base = str(visit.request.base_url).rstrip("/")
    feed = {
        "version": FEED_VERSION,
        "title": _title(visit),
        "home_page_url": base + visit.place.link("transitions"),
        "feed_url": base + visit.request.url.path,
        "language": visit.lang,
        "items": [
            {
                "id": f"urn:standpunkt:move:{one.key}",
                "url": base + one.address,
                "title": one.title,
                "content_text": one.words,
                "date_published": f"{one.at.isoformat()}T00:00:00Z",
            }
            for one in entries_of(visit)
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)
