"""`standpunkt evidence export` and `import`: the ledger in the forms of others, and back."""

from pathlib import Path

from standpunkt.cli.evidence.ledger import STATUSES
from standpunkt.cli.evidence.words import BLANK, Global, open_desk_of, show_rows
from standpunkt.cli.output import envelope, note, print_json
from standpunkt.cli.usage import refuse_unless


def export(*, to: str, out: Path, every: bool = False, session: Global) -> int:
    """Writes accepted claims as csv, parquet, anno, prov or ftm; or the whole ledger as `ledger`.

    Args:
        to: The form.
        out: The file.
        every: Claims of every status, rejected and open ones too.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.exports import ACCEPTED, FORMS, export_to

    form = refuse_unless(to, FORMS, "--to")
    count = export_to(open_desk_of(session), form, out, STATUSES if every else ACCEPTED)
    row = {"file": str(out), "claims": count}
    show_rows(session, [row], tuple(row))
    return 0


def import_(file: Path, *, who: str | None = None, session: Global) -> int:
    """Reads an exported file of any form back; each quote is proved in its document, which must be there.

    Args:
        file: The file.
        who: Who signs the intake; decisions keep the names they were signed with.
        session: Global options.

    Returns:
        0 if all came in, 1 if claims were left out.
    """
    from standpunkt.pipeline.evidence.exports import import_file, missing_documents

    row = import_file(open_desk_of(session, who), file)
    if session.as_json:
        print_json(envelope(BLANK, row))
    else:
        show_rows(session, [row], ("file", "form", "new", "known"))
        words = {reason: session.say(text) for reason, text in REASONS.items()}
        for one in row["left_out"]:
            note(session, f"{one['claim_id'][:12]}: {words.get(one['reason'], one['reason'])}")
        for title in missing_documents(row):
            note(session, session.say("Add this document, then import again: {title}", title=title))
    return 1 if row["left_out"] else 0


REASONS = {
    "its document is not in this ledger: add the file first": (
        "its document is not in this ledger: add the file first"
    ),
    "its quote does not stand in the document": "its quote does not stand in the document",
    "the ledger holds it with other decisions": "the ledger holds it with other decisions",
    "its form is not whole": "its form is not whole",
}
