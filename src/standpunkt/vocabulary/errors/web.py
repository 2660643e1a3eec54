"""Refusals of addresses, parameters and hosts by the web."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownPageError(StandpunktError):
    """No page has this address."""

    code = "W001"
    says = "There is no page at '{value}'."
    rule = "Pages stand below a language and a study, such as /en/s/russia_ukraine/."
    next_step = "Start from the list of studies."
    exit_code = 2


class UnknownPageLanguageError(StandpunktError):
    """The address names a language in which nothing is written."""

    code = "W002"
    says = "There are no pages in the language '{value}'."
    rule = "Pages are written in German (de) and in English (en)."
    next_step = "Choose one of the two."
    exit_code = 2


class UnbuiltStudyError(StandpunktError):
    """No built study has this name."""

    code = "W003"
    says = "There is no built study '{value}'."
    rule = "A study is shown once it has been built; built are: {nearest}."
    next_step = "Choose one of these, or build the study with `standpunkt build {value}`."
    exit_code = 2


class ParameterValueError(StandpunktError):
    """A parameter of the address has a value that it cannot have."""

    code = "W004"
    says = "The parameter '{parameter}' cannot be '{value}'."
    rule = "Allowed are: {allowed}."
    next_step = "Correct this parameter; the others are kept."
    exit_code = 2


class HostNotAllowedError(StandpunktError):
    """A request came under a foreign host name."""

    code = "W005"
    says = "The host name '{value}' is not served here."
    rule = "Only the names that the server was started with are answered, against DNS rebinding."
    next_step = "Use the address that the server printed when it started."
    exit_code = 2


class TooManyStatesError(StandpunktError):
    """A comparison of more states than can be read."""

    code = "W006"
    says = "{value} states were given to compare."
    rule = "A comparison holds 2 to {limit} states."
    next_step = "Leave some out."
    exit_code = 2


class PeriodOrderError(StandpunktError):
    """A comparison of two months runs backwards."""

    code = "W007"
    says = "The period from {first} to {last} runs backwards."
    rule = "The first month lies before the second."
    next_step = "Exchange the two months."
    exit_code = 2


class DownloadUnavailableError(StandpunktError):
    """A format needs a part that is not installed."""

    code = "W008"
    says = "'{value}' cannot be made by this installation."
    rule = "PDF dossiers need the part 'pdf'."
    next_step = 'Install it with `pip install "standpunkt[pdf]"` and start the server again.'
    exit_code = 2


class PortTakenError(StandpunktError):
    """The port cannot be bound."""

    code = "W009"
    says = "The address {host}:{port} cannot be used: {problem}."
    rule = "A server needs a free port."
    next_step = "Choose another one with --port, or leave --port out to take the next free one."
    exit_code = 1


class WrongMethodError(StandpunktError):
    """The address exists, but not for this kind of request."""

    code = "W010"
    says = "The request '{value}' is not possible here."
    rule = "Pages and data are only read, with GET or HEAD."
    next_step = "Open the address in a browser or fetch it with GET."
    exit_code = 2


class ForeignFormError(StandpunktError):
    """A form that no page of this desk sent."""

    code = "W011"
    says = "This form was not sent by a page of this desk ({value})."
    rule = "Only the desk's own pages may write, each with the mark of the person who opened it."
    next_step = "Open the page again and repeat the step; nothing was written."
    exit_code = 2


class ReviewerNameError(StandpunktError):
    """Decisions are signed, so a name is needed."""

    code = "W012"
    says = "'{value}' is no name to sign decisions with."
    rule = "A name has 1 to {most} printable letters."
    next_step = "Write your name; nothing was written to the ledger."
    exit_code = 2


class UploadTooLargeError(StandpunktError):
    """More than the desk takes from a browser."""

    code = "W013"
    says = "The upload is larger than {limit} MB."
    rule = "A browser may send up to {limit} MB at once."
    next_step = "Split the document, or take it in with `standpunkt evidence add`; nothing was kept."
    exit_code = 2


class UnknownDocumentError(StandpunktError):
    """No document of that id."""

    code = "W014"
    says = "There is no document '{value}' in this ledger."
    rule = "A document is named by the hash of its bytes."
    next_step = "Choose one from the list of documents."
    exit_code = 2


class QuoteNotFoundError(StandpunktError):
    """A quote that the document does not hold."""

    code = "W015"
    says = "The document does not hold this quote: '{value}'."
    rule = "A quote equals its place in the document, letter by letter."
    next_step = "Select the words in the document and try again; nothing was written."
    exit_code = 2


class DeskClosedError(StandpunktError):
    """This server shows pages only."""

    code = "W016"
    says = "There is no review desk at this address ({value})."
    rule = "The desk is open on this machine only, and closed where others can reach the server."
    next_step = "Start the server with `standpunkt serve` without --host, or with --desk."
    exit_code = 2


class PartyCodeError(StandpunktError):
    """A party that is neither state nor organisation."""

    code = "W017"
    says = "'{value}' in the field '{field}' is no state, no organisation and no group of the study."
    rule = "Parties are states, organisations and groups of the study, or ? where the text leaves them open."
    next_step = "Did you mean {nearest}? Nothing was written."
    exit_code = 2
