"""`standpunkt demo`: builds the bundled study, says the headline, writes results, serves the pages."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.output import envelope, note, print_json, print_lines, print_rows
from standpunkt.cli.progress import shown
from standpunkt.cli.serve import run_server
from standpunkt.cli.session import LANGUAGES, Session, is_terminal
from standpunkt.cli.study.dossier import write_portrait
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import percent, signed
from standpunkt.vocabulary.progress import Progress, Report

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory

STUDY = "russia_ukraine"
PORTRAIT = "SRB"
MOVES = (("2022", "2023"), ("2023", "2025"))
MOVERS_SHOWN = 5
DEFAULT_FOLDER = "standpunkt-demo"
SHARE_COLUMNS = {
    "class": "Class",
    "count": "States (mean and 90 % interval)",
    "named": "Named",
    "population": "Share of world population",
    "gdp": "Share of world GDP",
}
MOVE_COLUMNS = {
    "state": "State",
    "change": "Change of Stance",
    "classes": "Classes",
    "p_changed": "P(class changed)",
}


def demo(
    *,
    out: Path = Path(DEFAULT_FOLDER),
    serve: bool = True,
    browser: bool = True,
    host: str = "127.0.0.1",
    port: int | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Builds the study russia_ukraine offline, prints the headline, writes results, serves the pages.

    Args:
        out: Folder for map, portraits and tables.
        serve: Whether to serve the web application at the end (--no-serve ends after writing).
        browser: Whether to open it in a browser (--no-browser does not).
        host: Address to listen on.
        port: Port; without it the next free one from 8321.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.observatory import Observatory
    from standpunkt.pipeline.build import build

    begun = time.monotonic()
    out.mkdir(parents=True, exist_ok=True)
    with shown(session) as report:
        folder = build(STUDY, session.data_dir, report=report)
        observatory = Observatory.open(STUDY, session.data_dir, folder.path.name)
        files = _write(observatory, out, report)
    seconds = time.monotonic() - begun
    if session.as_json:
        headline = observatory.headline()
        movers = {f"{a}-{b}": observatory.movers(a, b)[:MOVERS_SHOWN] for a, b in MOVES}
        result = {"headline": headline, "movers": movers, "files": files, "seconds": round(seconds, 2)}
        print_json(envelope(observatory.stamp(), result))
    else:
        _print_headline(observatory, session)
        print_lines(["", session.say("Written in {seconds} s:", seconds=f"{seconds:.1f}"), *files])
    _say_next(session)
    if serve:
        run_server(session, STUDY, (host, port), opens_browser=browser and is_terminal())
    return 0


def _write(observatory: "Observatory", out: Path, report: Report) -> list[str]:
    from standpunkt.dossier.export import write_states_csv, write_text
    from standpunkt.dossier.maps import map_file

    month = f"{observatory.month():%Y-%m}"
    files = [write_states_csv(observatory, month, out / f"states_{month}.csv")]
    for done, language in enumerate(LANGUAGES):
        report(Progress("portrait", done, len(LANGUAGES), "languages", PORTRAIT))
        files.append(write_text(out / f"map_{month}_{language}.svg", map_file(observatory, month, language)))
        path = out / f"{PORTRAIT}_{language}.pdf"
        write_portrait(path, observatory, PORTRAIT, (language, month))
        files.append(path)
    report(Progress("portrait", len(LANGUAGES), len(LANGUAGES), "languages"))
    return [str(path) for path in files]


def _print_headline(observatory: "Observatory", session: Session) -> None:
    headline = observatory.headline()
    title = observatory.study.study.title[session.language]
    print_lines([f"{title}  ({headline['month']})", ""])
    print_rows(_share_rows(observatory, headline, session), _translated(SHARE_COLUMNS, session))
    for start, end in MOVES:
        print_lines(["", session.say("Largest moves {start} to {end}:", start=start, end=end)])
        rows = [_move_row(row, observatory, session) for row in observatory.movers(start, end)[:MOVERS_SHOWN]]
        print_rows(rows, _translated(MOVE_COLUMNS, session))
    print_lines(["", *_uncertain(observatory, headline, session)])


def _translated(columns: dict[str, str], session: Session) -> dict[str, str]:
    return {name: session.say(heading) for name, heading in columns.items()}


def _class_names(observatory: "Observatory", session: Session) -> dict[str, str]:
    classes = observatory.study.classes
    names = dict(zip(classes.order, classes.labels[session.language], strict=True))
    return {**names, "NOT_RATED": session.say("not rated"), "between": session.say("between two classes")}


def _share_rows(
    observatory: "Observatory", headline: dict[str, Any], session: Session
) -> list[dict[str, Any]]:
    names, shares = _class_names(observatory, session), headline["shares"]
    return [
        {
            "class": names[row["class"]],
            "count": f"{row['count']:.0f} [{row['count_low']:.0f}; {row['count_high']:.0f}]",
            "named": headline["named"].get(row["class"], 0),
            "population": _interval(shares["population"][place], session),
            "gdp": _interval(shares["gdp_usd"][place], session),
        }
        for place, row in enumerate(shares["count"])
    ]


def _interval(row: dict[str, Any], session: Session) -> str:
    middle, low, high = (percent(row["share" + end], session.language) for end in ("", "_low", "_high"))
    return f"{middle} [{low}; {high}]"


def _move_row(row: dict[str, Any], observatory: "Observatory", session: Session) -> dict[str, Any]:
    names = _class_names(observatory, session)
    change, low, high = (signed(row["change" + end], session.language) for end in ("", "_low", "_high"))
    return {
        "state": state_name(row["iso3"], session.language),
        "change": f"{change} [{low}; {high}]",
        "classes": f"{names.get(row['from_class'], '–')} → {names.get(row['to_class'], '–')}",
        "p_changed": percent(row["p_changed"], session.language),
    }


def _uncertain(observatory: "Observatory", headline: dict[str, Any], session: Session) -> list[str]:
    rows = [row for row in observatory.states() if row["is_rated"]]
    widest = sorted(rows, key=lambda row: row["stance_low"] - row["stance_high"])[:MOVERS_SHOWN]
    names = ", ".join(state_name(row["iso3"], session.language) for row in widest)
    year = headline["shares"]["gdp_usd"][0]["weight_year"]
    return [
        session.say("What is uncertain:"),
        session.say(
            "- {count} states stand between two classes; {missing} are not rated for lack of facts.",
            count=headline["named"]["between"],
            missing=headline["state_count"] - headline["rated_count"],
        ),
        session.say("- Widest intervals: {names}.", names=names),
        session.say("- Population and GDP are those of {year}; brackets are 90 % intervals.", year=year),
        session.say("- Facts marked unverified or reconstructed are named wherever they are shown."),
    ]


def _say_next(session: Session) -> None:
    commands = [
        f"standpunkt explain {STUDY} TUR --at 2023",
        f"standpunkt dossier {STUDY} PRK --lang de --out nordkorea.pdf",
        f"standpunkt show {STUDY} --at 2023 --json",
    ]
    note(session, "\n".join(["", session.say("Try next:"), *(f"  {command}" for command in commands), ""]))
