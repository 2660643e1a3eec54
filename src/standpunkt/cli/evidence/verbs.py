"""`standpunkt evidence`: documents become reviewed claims with exact quotes."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import App, Parameter

from standpunkt.cli.output import envelope, note, print_json, print_rows
from standpunkt.cli.session import Session

if TYPE_CHECKING:
    from standpunkt.pipeline.evidence.documents import DocumentRequest

STUDY = "russia_ukraine"


@Parameter(name="*")
@dataclass(frozen=True)
class Document:
    """What is known of a document; else its sidecar FILE.meta.json says it."""

    published: Annotated[str | None, Parameter(name="--published")] = None
    """When it was published: 2023, 2023-11 or 2023-11-30."""
    language: Annotated[str | None, Parameter(name="--lang-of-text")] = None
    """Its language: de or en; else told from the text."""
    encoding: Annotated[str | None, Parameter(name="--encoding")] = None
    """Encoding of a text file; else told from the bytes."""
    password_file: Annotated[Path | None, Parameter(name="--password-file")] = None
    """File with the password of an encrypted PDF."""

    def request(self, file: Path, session: Session) -> "DocumentRequest":
        """The same for the pipeline."""
        from standpunkt.pipeline.evidence.documents import DocumentRequest

        return DocumentRequest(
            file,
            self.published,
            self.language,
            self.encoding,
            self.password_file,
            session.language,
        )


UNKNOWN = Document()
app = App(name="evidence", help="Documents become reviewed claims with exact quotes.")
LEDGER_VERBS = {
    "add": ("ledger:add", "Keeps a document; with --profile its suggested claims too."),
    "documents": ("ledger:documents", "Lists the documents of the ledger."),
    "list": ("ledger:list_claims", "Lists claims as they stand."),
    "show": ("ledger:show", "Shows a claim, its quote and place, and every decision on it."),
    "review": ("ledger:review", "Reviews suggested claims by single keys."),
    "undo": ("ledger:undo", "Takes the newest decision on a claim back."),
    "unlock": ("ledger:unlock", "Gives a document back that you had locked by reviewing it."),
    "link": ("beside:link", "Links two claims: same event, denial, echo, contradiction and more."),
    "unlink": ("beside:unlink", "Takes a link between two claims back."),
    "clusters": ("beside:clusters", "Shows events with conflicting figures side by side, and likely pairs."),
    "source": ("beside:source", "Keeps a source, or what was learned about it."),
    "sources": ("beside:sources", "Lists the ledger's sources with ratings and interests."),
    "rate": ("beside:rate", "Rates how reliable a source is, A to F."),
    "interest": ("beside:interest", "Records that a source has an interest for or against a party."),
    "check": ("trust:check", "Proves every quote; with --against-data compares numbers with tables."),
    "check-number": ("trust:check_number", "Compares one number with the tables at hand."),
    "gate": ("trust:gate", "Says how much rests on little, and whether the study may be released."),
    "trace": ("trust:trace", "Follows a claim to its score, or a state's score back to its quotes."),
    "withdraw": ("trust:withdraw", "Withdraws a source; shows every sentence, score and PDF it touched."),
    "reanchor": ("trust:reanchor", "Reads a stored document again and finds its quotes again."),
    "export": ("files:export", "Writes claims as csv, parquet, anno, prov, ftm, or the whole ledger."),
    "import": ("files:import_", "Reads an exported file back, proving each quote."),
}
"""Verbs of the ledger with a line of help; their modules are read only when one runs."""
for verb, (place, line) in LEDGER_VERBS.items():
    app.command(f"standpunkt.cli.evidence.{place}", name=verb, help=line)


@app.command
def suggest(
    file: Path,
    *,
    profile: str,
    study: str = STUDY,
    document: Document = UNKNOWN,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Suggests claims of a document; needs no ledger and writes nothing. With --json one object a line.

    Args:
        file: The document: text, HTML, PDF or DOCX.
        profile: ISO3 code of the described state.
        study: Id of the study.
        document: What is known of the document.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.documents import ranks_by_words_alone, suggest_claims

    folder = session.data_dir / "studies"
    found = suggest_claims(document.request(file, session), profile, study, folder=folder)
    lines = found.lines
    for name, count in found.lost.items():
        text = "{count} suggestions of {name} were dropped: their quotes do not stand in the text."
        note(session, session.say(text, count=count, name=name))
    if ranks_by_words_alone():
        note(session, session.say("Ranked by words alone: the extra 'learn' is not installed."))
    if session.as_json:
        sys.stdout.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        return 0
    rows = [_row(line) for line in lines]
    headings = {
        "relation": "Relation",
        "who": "Who",
        "time": "When",
        "commitment": "Commitment",
        "quote": "Quote",
    }
    print_rows(rows, {name: session.say(heading) for name, heading in headings.items()})
    return 0


def _row(line: dict[str, object]) -> dict[str, object]:
    relations, actors, recipients = line["relation"], line["actors"], line["recipients"]
    codes = " ".join(str(one["code"]) for one in relations[:3]) if isinstance(relations, list) else ""
    who = f"{_joined(actors)} > {_joined(recipients)}"
    quote = " ".join(str(line["exact"]).split())
    return {**line, "relation": codes, "who": who, "quote": quote}


def _joined(codes: object) -> str:
    return ",".join(map(str, codes)) if isinstance(codes, list) else ""


@app.command
def text(
    file: Path,
    *,
    document: Document = UNKNOWN,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Prints the text layer of a document, the one that offsets point into.

    Args:
        file: The document.
        document: What is known of the document.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.documents import layer_text

    sys.stdout.buffer.write(layer_text(document.request(file, session)).encode("utf-8", "surrogatepass"))
    return 0


@app.command
def evaluate(
    gold: Path,
    *,
    published: str | None = None,
    study: str = STUDY,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Measures suggestions on hand-made claims, each document with a learner that has not seen it.

    Args:
        gold: JSON lines of hand-made claims; the documents lie in the same folder.
        published: When the documents were published.
        study: Id of the study.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.validation.suggestions import evaluate_suggestions

    rows = evaluate_suggestions(gold, published, study)
    if session.as_json:
        print_json(envelope({}, rows))
        return 0
    headings = {"measure": "Measure", "share": "Share", "hit_count": "Hits", "count": "Of"}
    print_rows(rows, {name: session.say(heading) for name, heading in headings.items()})
    return 0
