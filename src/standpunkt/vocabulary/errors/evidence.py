"""Refusals of the room `evidence`: what a document is, what a ledger allows."""

from standpunkt.vocabulary.errors.message import StandpunktError


class DocumentMissingError(StandpunktError):
    """The file is not there."""

    code = "E001"
    says = "There is no file {file}."
    rule = "A document is a file of text, HTML, PDF or DOCX."
    next_step = "Check the path."


class DocumentEmptyError(StandpunktError):
    """Nothing to read."""

    code = "E002"
    says = "{file} is empty: {byte_count} bytes without a letter."
    rule = "A document needs text."
    next_step = "Choose another file; nothing was written."


class DocumentTooLargeError(StandpunktError):
    """Beyond a limit."""

    code = "E003"
    says = "{file} is too large: {count} {what}."
    rule = "The limit is {limit} {what}."
    next_step = "Split the document."


class DocumentKindError(StandpunktError):
    """Not a kind that is read."""

    code = "E004"
    says = "{file} is not text, HTML, PDF or DOCX: its first bytes are {first}."
    rule = "The kind is told from the bytes, not from the name."
    next_step = "Convert it to one of these."


class DocumentDamagedError(StandpunktError):
    """The reader gave up."""

    code = "E005"
    says = "{file} cannot be read as {kind}: {reason}."
    rule = "A document must be whole."
    next_step = "Download or export it again."


class DocumentEncodingError(StandpunktError):
    """The letters are not what they seem."""

    code = "E006"
    says = "The letters of {file} are broken at character {position}: {sample}."
    rule = "Text is read as UTF-8, else as Windows-1252, and never with broken letters."
    next_step = "Say its encoding with --encoding, or save it as UTF-8."


class DocumentEncryptedError(StandpunktError):
    """A password is needed."""

    code = "E007"
    says = "{file} is encrypted."
    rule = "A PDF with a user password can be read only with it."
    next_step = "Write the password into a file and name it with --password-file."


class DocumentScannedError(StandpunktError):
    """Pictures of pages, no text."""

    code = "E008"
    says = "{file} has no text on its pages {pages}."
    rule = "A scanned document needs OCR first; nothing is guessed."
    next_step = "Run OCR over it and add the result."


class UnsafeArchiveError(StandpunktError):
    """A DOCX that would not unpack safely."""

    code = "E009"
    says = "{file} was refused before unpacking: {reason}."
    rule = "A DOCX holds at most 2,000 parts, 200 MB unpacked, packed at most 100 to 1, and no foreign paths."
    next_step = "Open it in a word processor you trust and export it as PDF or text."


class DocumentLanguageError(StandpunktError):
    """A language without reading data."""

    code = "E010"
    says = "The language of {file} is '{value}'."
    rule = "Suggestions exist for: {known}. Other documents can be stored and coded by hand."
    next_step = "Say the language with --lang-of-text if it was told wrongly."


class UnknownProfileError(StandpunktError):
    """The profile is no state that is described."""

    code = "E011"
    says = "'{value}' is no state of the study {study_id}; the nearest is '{nearest}'."
    rule = "A profile is the ISO3 code of a state, such as SRB."
    next_step = "Use its code."
    exit_code = 2


class DateTextError(StandpunktError):
    """A day of publication that cannot be read."""

    code = "E012"
    says = "'{value}' is no date."
    rule = "Dates are written as 2023, 2023-11 or 2023-11-30."
    next_step = "Correct {option}."
    exit_code = 2


class GoldFormError(StandpunktError):
    """A file of hand-made claims that does not fit its documents."""

    code = "E013"
    says = "{file}:{line} is no hand-made claim: {problem}."
    rule = "Each line is one JSON object with all fields of a claim, its quote at its offsets."
    next_step = "Correct the line."
