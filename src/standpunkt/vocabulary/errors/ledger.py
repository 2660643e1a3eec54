"""Refusals of the evidence ledger: what a decision, a quote or a connection lacks."""

from standpunkt.vocabulary.errors.message import StandpunktError


class QuoteMismatchError(StandpunktError):
    """The invariant of every span."""

    code = "E101"
    says = "The quote at {start} to {end} of document {document} is not what stands there."
    rule = "A quote equals its place in the text layer, letter by letter."
    next_step = "Take the quote from `standpunkt evidence text` again; nothing was written."


class UnknownClaimError(StandpunktError):
    """No claim of that id."""

    code = "E102"
    says = "There is no claim '{value}' in this ledger; {count} claims are."
    rule = "A claim is named by its id or the first letters of it, at least four."
    next_step = "List them with `standpunkt evidence list`."
    exit_code = 2


class UnknownLedgerSourceError(StandpunktError):
    """No source of that id."""

    code = "E103"
    says = "There is no source '{value}' in this ledger."
    rule = "Known sources: {known}."
    next_step = "Use the id of one of them."
    exit_code = 2


class LedgerConflictError(StandpunktError):
    """Somebody else was faster."""

    code = "E104"
    says = "Claim {claim} has changed: you saw version {seen}, it is at version {version} ({status})."
    rule = "A decision holds for the version that was read."
    next_step = "Look at the claim again; nothing was written."


class VerdictNotAllowedError(StandpunktError):
    """The algebra has no such step."""

    code = "E105"
    says = "'{op}' is not possible for claim {claim}, which is {status}."
    rule = "Possible now: {allowed}."
    next_step = "Choose one of these; nothing was written."


class RejectReasonError(StandpunktError):
    """A rejection without a known reason."""

    code = "E106"
    says = "'{value}' is no reason for a rejection."
    rule = "Reasons: {allowed}."
    next_step = "Name one of these; nothing was written."
    exit_code = 2


class DocumentLockedError(StandpunktError):
    """Another reviewer is at work."""

    code = "E107"
    says = "{who} is reviewing this document since {since}."
    rule = (
        "One person reviews a document at a time; a lock ends by itself after {minutes} minutes of silence."
    )
    next_step = "Wait, choose another document, or ask {who} to finish; nothing was written."


class DocumentChangedError(StandpunktError):
    """The file is not the one its claims were made on."""

    code = "E108"
    says = "{file} changed after its claims were made: {count} claims rest on the version read before."
    rule = "Bytes are kept by their hash; a changed file is a new version of the document."
    next_step = (
        "Add it with --new-version; the old bytes and claims stay, claims on changed sentences come back."
    )


class LedgerUnreachableError(StandpunktError):
    """The database does not answer, or stopped answering in mid-save."""

    code = "E109"
    says = "The ledger {place} does not answer: {reason}."
    rule = "A decision is stored whole or not at all; all earlier ones are safe."
    next_step = "Restore the connection and repeat the last decision."
    exit_code = 3


class LedgerVersionError(StandpunktError):
    """Written by another version of the program."""

    code = "E110"
    says = "The ledger {place} has schema version {found}; this program knows version {known}."
    rule = "A ledger is opened by the program that wrote it, or a newer one."
    next_step = "Update Standpunkt."


class ClaimFormError(StandpunktError):
    """A form that breaks an invariant."""

    code = "E111"
    says = "The claim cannot be stored: {field} is '{value}'."
    rule = "{field}: {allowed}."
    next_step = "Correct the field; nothing was written."
    exit_code = 2


class LedgerImportError(StandpunktError):
    """An import that does not fit."""

    code = "E112"
    says = "{file}, line {line}, cannot be imported: {reason}."
    rule = "Imported are ledger files as `standpunkt evidence export` writes them."
    next_step = "Export again; nothing was written."


class PartialImportError(StandpunktError):
    """A ledger that holds other rows under the same keys."""

    code = "E113"
    says = "This ledger already holds {count} decisions; {file} was written from another one."
    rule = "An import goes into an empty ledger, or one that holds the same rows."
    next_step = "Import into an empty data folder."


class UnknownDocumentError(StandpunktError):
    """No document of that id."""

    code = "E120"
    says = "There is no document '{value}' in this ledger; {count} documents are."
    rule = "A document is named by its id, its title, or the first letters of the id, at least four."
    next_step = "List them with `standpunkt evidence documents`."
    exit_code = 2


class ReleaseRefusedError(StandpunktError):
    """A study that demands its limits."""

    code = "E121"
    says = "Study {study} is not released: {count} reasons, first {reasons}."
    rule = "The study demands that nothing blocks and no share exceeds its limit (evidence.release: demand)."
    next_step = "See `standpunkt evidence gate`, settle what it names, then repeat."


class ImportFormError(StandpunktError):
    """A file in no form that can be imported, or not in the form it seems to have."""

    code = "E122"
    says = "{file} cannot be imported; it looks like {form}: {reason}."
    rule = "Importable are the files that `standpunkt evidence export` writes: {forms}."
    next_step = "Export again with `standpunkt evidence export`; nothing was written."


class ImportFileError(StandpunktError):
    """No such file."""

    code = "E123"
    says = "There is no file {file} to import."
    rule = "An import reads one file that `standpunkt evidence export` wrote."
    next_step = "Name an existing file."
    exit_code = 2


class SelfLinkError(StandpunktError):
    """A claim linked to itself."""

    code = "E124"
    says = "Claim {claim} cannot be linked to itself."
    rule = "A link leads from one claim to another."
    next_step = "Name two claims; nothing was written."
    exit_code = 2
