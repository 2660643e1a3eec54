"""Recorded votes beyond single roll calls: a forecast with its record, and lines over time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.dossier.votes import outlook
from standpunkt.dossier.votes.drawings import Frame, line_with_band, reliability_drawing
from standpunkt.dossier.votes.outlook import Votes
from standpunkt.dossier.votes.questions.forecasts import Described
from standpunkt.dossier.votes.questions.request import Row, VoteAnswer
from standpunkt.languages.names import sort_key, state_name
from standpunkt.measures.votes.forecasting.scoring import summary
from standpunkt.vocabulary.errors.web import ParameterValueError
from standpunkt.web.parts.facts import word
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.parts.resolve import find_state
from standpunkt.web.visit import CSV, HTML, JSON, Link, Visit, Visiting

ROUTER = APIRouter()
Side = Literal["power", "opponent"]
SIDES: tuple[Side, ...] = get_args(Side)
USUAL = ("DEU", "IND", "CHN", "SRB", "TUR", "BRA", "ZAF")
LINES_LIMIT = 12
SWING_SHOWN = 25
OUTCOMES = ("yes", "abstain", "no", "absent")
WAYS = {
    "forecast": "the forecast",
    "persistence": "persistence: as last time",
    "majority": "majority: all as most did",
    "shares": "shares: the same for all",
    "transitions": "part: transitions",
    "record": "part: own record",
    "item": "part: the named text at the state's position",
    "mixture": "part: all similar texts",
}
LETTERS = {"Y": "yes", "A": "abstain", "N": "no", "X": "absent"}


@dataclass(frozen=True)
class Asked:
    """What the address asks of a forecast: like which text, as of which day, sponsored by whom."""

    like: str
    as_of: str
    sponsor: Side | None

    @property
    def described(self) -> Described:
        """The same for the measure; without a named text its theme describes it."""
        return Described(self.like or None, None if self.like else "ukraine", self.sponsor)


@ROUTER.get("/votes/forecast")
def forecast_page(visit: Visiting) -> Response:
    """How a described resolution would be voted, and how good such forecasts were."""
    votes, asked = Votes.of(visit.observatory), _asked(visit)
    return _kept(visit, votes, lambda: _html(visit, "votes_forecast.html", _forecast(visit, votes, asked)))


@ROUTER.get("/votes/forecast.json")
def forecast_json(visit: Visiting) -> Response:
    """The forecast as rows."""
    votes, asked = Votes.of(visit.observatory), _asked(visit)
    answer = outlook.forecast(votes, asked.described, asked.as_of)
    body = envelope(visit.observatory, answer.rows(), _said(visit, answer))
    return visit.site.answers.answer(visit.request, _tag(visit, votes), JSON, lambda: body)


@ROUTER.get("/votes/forecast.csv")
def forecast_csv(visit: Visiting) -> Response:
    """The forecast as a table."""
    votes, asked = Votes.of(visit.observatory), _asked(visit)
    rows = outlook.forecast(votes, asked.described, asked.as_of).rows()
    excel = visit.request.query_params.get("excel", "")
    return visit.site.answers.answer(visit.request, _tag(visit, votes), CSV, lambda: csv_text(rows, excel))


@ROUTER.get("/votes/lines")
def lines_page(visit: Visiting) -> Response:
    """Where states stand over time, how near they vote to the power, who swings."""
    votes = Votes.of(visit.observatory)
    codes = [find_state(visit, text) for text in visit.view.states[:LINES_LIMIT]] or list(USUAL)
    return _kept(visit, votes, lambda: _html(visit, "votes_lines.html", _lines(visit, votes, codes)))


def _asked(visit: Visit) -> Asked:
    """Reads the address; without a choice, the newest text of the conflict on the day after it."""
    given = visit.request.query_params
    texts = outlook.conflict_texts(Votes.of(visit.observatory))
    symbols = [row["symbol_code"] for row in texts]
    like = given.get("like", symbols[-1] if symbols else "")
    if like not in {"", *symbols}:
        raise ParameterValueError(parameter="like", value=like, allowed=", ".join(symbols))
    sponsor = given.get("sponsor") or None
    if sponsor is not None and sponsor not in SIDES:
        raise ParameterValueError(parameter="sponsor", value=sponsor, allowed=", ".join(SIDES))
    after = outlook.day_after(texts, like or symbols[-1]) if symbols else None
    as_of = given.get("asof") or (f"{after:%Y-%m-%d}" if after else f"{visit.view.at:%Y-%m-%d}")
    return Asked(like, as_of, sponsor)


def _forecast(visit: Visit, votes: Votes, asked: Asked) -> dict[str, Any]:
    answer = outlook.forecast(votes, asked.described, asked.as_of)
    rows = sorted(answer.rows(), key=lambda row: sort_key(state_name(row["iso3"], visit.lang)))
    record = outlook.record(votes)
    deciles = record.reliability.to_dicts()
    expected = {name: round(sum(row[f"p_{name}"] for row in rows)) for name in OUTCOMES}
    parameters = {"like": asked.like, "asof": asked.as_of, "sponsor": asked.sponsor or ""}
    return {
        "question": visit.say("How would states vote?"),
        "asked": asked,
        "as_of_day": date.fromisoformat(asked.as_of),
        "texts": [_text(visit, row) for row in outlook.conflict_texts(votes)],
        "expected": [(name, word(visit, name), count) for name, count in expected.items()],
        "rows": [_forecast_row(visit, row) for row in rows],
        "notices": _said(visit, answer),
        "ways": [_way(visit, row) for row in summary(record.scores).to_dicts()],
        "targets": record.scores["target"].n_unique(),
        "deciles": deciles,
        "reliability": reliability_drawing(deciles, visit.lang),
        "data_day": answer.data_date,
        "formats": [
            Link(visit.link("votes/forecast.csv", **parameters), "CSV", file="forecast.csv", type="text/csv"),
            Link(visit.link("votes/forecast.json", **parameters), "JSON", type=JSON),
        ],
    }


def _text(visit: Visit, row: Row) -> dict[str, Any]:
    title = row["title_de_text"] if visit.lang == "de" and row["title_de_text"] else row["title_text"]
    return {"symbol": row["symbol_code"], "title": title or "", "day": row["date"]}


def _forecast_row(visit: Visit, row: Row) -> dict[str, Any]:
    chances = [(name, word(visit, name), row[f"p_{name}"]) for name in OUTCOMES]
    likeliest = max(chances, key=lambda one: one[2])
    last = LETTERS.get(row["persistence"] or "")
    return {
        "name": state_name(row["iso3"], visit.lang),
        "address": visit.state_link(row["iso3"]),
        "chances": chances,
        "likeliest": likeliest,
        "last": word(visit, last) if last else None,
        "is_change": bool(last) and last != likeliest[0],
    }


def _way(visit: Visit, row: Row) -> dict[str, Any]:
    return {**row, "label": visit.say(WAYS[row["way"]]), "is_forecast": row["way"] == "forecast"}


def _lines(visit: Visit, votes: Votes, codes: list[str]) -> dict[str, Any]:
    placed, near, swings = outlook.positions(votes), outlook.nearness(votes, "power"), outlook.swing(votes)
    years = placed.frame["year"].to_list()
    reach = _reach(placed)
    frame = Frame(min(years), max(years), -reach, reach, (-reach, 0.0, reach), 0)
    near_years = near.frame["year"].to_list()
    near_frame = Frame(min(near_years), max(near_years), 0.0, 1.0, (0.0, 0.5, 1.0), 1)
    return {
        "question": visit.say("Who drifts, and where to?"),
        "lines": [_line(visit, code, (placed, near), (frame, near_frame)) for code in codes],
        "swings": [
            {**row, "name": state_name(row["iso3"], visit.lang), "address": visit.state_link(row["iso3"])}
            for row in swings.frame.head(SWING_SHOWN).to_dicts()
        ],
        "session": swings.frame["session"].max(),
        "notices": _said(visit, placed),
        "chosen": ", ".join(codes),
        "data_day": placed.data_date,
        "first_year": min(years),
    }


def _reach(answer: VoteAnswer) -> float:
    """A whole number that holds nearly all positions."""
    return float(max(1, round(answer.frame["theta"].abs().quantile(0.999) or 1.0)))


def _line(
    visit: Visit, code: str, answers: tuple[VoteAnswer, VoteAnswer], frames: tuple[Frame, Frame]
) -> dict[str, Any]:
    name = state_name(code, visit.lang)
    positions = [
        {
            "year": row["year"],
            "value": row["theta"],
            "low": row["low"],
            "high": row["high"],
            "is_partial": row["is_partial"],
            "count": row["n_votes"],
        }
        for row in answers[0].frame.filter(answers[0].frame["iso3"] == code).sort("year").to_dicts()
    ]
    near = [
        {
            "year": row["year"],
            "value": row["agreement"],
            "low": row["low"],
            "high": row["high"],
            "is_partial": False,
            "count": row["n_votes"],
        }
        for row in answers[1].frame.filter(answers[1].frame["iso3"] == code).sort("year").to_dicts()
    ]
    return {
        "name": name,
        "address": visit.state_link(code),
        "positions": positions,
        "near": near,
        "drawing": line_with_band(positions, frames[0], name, visit.lang),
        "near_drawing": line_with_band(near, frames[1], name, visit.lang),
    }


def _said(visit: Visit, answer: VoteAnswer) -> list[str]:
    return [visit.say(message, **values) for message, values in answer.warnings]


def _tag(visit: Visit, votes: Votes) -> str:
    """What these pages depend on beside the address: the version, and what was fetched."""
    return f"{visit.observatory.version} {votes.fetched}"


def _html(visit: Visit, template: str, context: dict[str, Any]) -> str:
    return visit.site.renderer.page(template, {**visit.frame(), **context})


def _kept(visit: Visit, votes: Votes, make: Callable[[], str]) -> Response:
    """Answers from memory while version and fetched votes stay the same."""
    return visit.site.answers.answer(visit.request, _tag(visit, votes), HTML, make)
