"""Refusals of the room `sources`: what a server sent, what a file holds, what a release lacks."""

from standpunkt.vocabulary.errors.message import StandpunktError


class UnknownSourceError(StandpunktError):
    """No connector has this name."""

    code = "Q001"
    says = "There is no source '{value}'; the nearest is '{nearest}'."
    rule = "Sources are the folders below sources/ that hold a source.yml."
    next_step = "List them with: standpunkt sources."
    exit_code = 2


class SourceNotWrittenError(StandpunktError):
    """The connector is declared, but its format is not documented here."""

    code = "Q002"
    says = "The source {source_id} is declared, but not written: {reason}"
    rule = "A format that nobody here has seen is not invented."
    next_step = "See docs/guides/add-a-source.md for what it takes to write it."
    exit_code = 3


class FetchByHandError(StandpunktError):
    """The publisher wants a person, not a program."""

    code = "Q003"
    says = "{source_id}: {address} is open to browsers only."
    rule = "Challenges against robots are respected."
    next_step = (
        "Download the file there and put it into <mirror>/{source_id}/ as {pattern}, then run: "
        "standpunkt fetch {source_id} --mirror <mirror>."
    )
    exit_code = 3


class OfflineError(StandpunktError):
    """Offline, and no mirror has the file."""

    code = "Q004"
    says = "{source_id}: offline, and no mirror folder is named."
    rule = "Offline runs open no connection."
    next_step = "Name a mirror with --mirror or STANDPUNKT_MIRROR, or run without --offline."
    exit_code = 3


class MissingFileError(StandpunktError):
    """The mirror lacks a file."""

    code = "Q005"
    says = "{source_id}: {place} holds no file {pattern}."
    rule = "A mirror has one folder per source, named like the source."
    next_step = "Put the file there, or take this source from its origin."
    exit_code = 3


class TwoFilesError(StandpunktError):
    """Two files claim the same date."""

    code = "Q006"
    says = "{source_id}: {first} and {second} carry the same date."
    rule = "The newest date in the name counts; one date belongs to one file."
    next_step = "Remove one of the two from the mirror folder."


class MissingKeyVariableError(StandpunktError):
    """The key for the service is not set."""

    code = "Q007"
    says = "{source_id}: the variable {variable} is empty."
    rule = "Keys come from the environment only."
    next_step = "Set {variable} to your key of {publisher}."
    exit_code = 3


class HttpStatusError(StandpunktError):
    """The server refused."""

    code = "Q010"
    says = "{address} answers with status {status} after {tries} tries."
    rule = "Statuses 200, 206 and 304 are taken; 408, 425, 429 and 5xx are tried again."
    next_step = "Try again later; the last good snapshot stays in use."
    exit_code = 3


class HttpBrokenError(StandpunktError):
    """The connection failed or the body ended early."""

    code = "Q011"
    says = "{address}: {problem}, after {tries} tries."
    rule = "A body counts only at its full length."
    next_step = "Run the same command again: it goes on where it stopped."
    exit_code = 3


class HtmlInsteadError(StandpunktError):
    """A page instead of a file."""

    code = "Q012"
    says = "{address} sends a page ('{start}') instead of a file."
    rule = "Error pages and challenges are no data, whatever their status."
    next_step = "Open the address in a browser, and put the file into <mirror>/{source_id}/."


class TooLargeError(StandpunktError):
    """More bytes than declared."""

    code = "Q013"
    says = "{address} has more than {max_mb} MB."
    rule = "A file may be as large as access.max_mb in source.yml says."
    next_step = "Look at the file; raise max_mb if it is sound."


class BombError(StandpunktError):
    """Unpacks to more than is plausible."""

    code = "Q014"
    says = "{file} unpacks to more than {limit} MB or {ratio} times its size."
    rule = "Packed files stay within access.max_mb and access.max_ratio."
    next_step = "Do not unpack it; ask the publisher."


class PrivateAddressError(StandpunktError):
    """An address inside a private network, or another scheme."""

    code = "Q015"
    says = "{address} is refused: {reason}."
    rule = "Origins and redirects lead to public addresses over http; only a configured mirror may be local."
    next_step = "Check the address in source.yml, or configure the host as a mirror."


class ChecksumError(StandpunktError):
    """Bytes differ from the stated checksum."""

    code = "Q016"
    says = "{file} has the SHA-256 {found}, stated is {stated}."
    rule = "Bytes that differ from their stated checksum are not kept."
    next_step = "Copy the file again."


class CutFileError(StandpunktError):
    """A packed file without its end."""

    code = "Q017"
    says = "{file} is cut or damaged: {problem}."
    rule = "A packed file must have its end."
    next_step = "Download it again; the last good snapshot stays in use."


class ArchivePathError(StandpunktError):
    """A member of an archive leaves its folder."""

    code = "Q018"
    says = "{file} holds the path '{value}'."
    rule = "Paths in archives stay inside; nothing is written to them."
    next_step = "Do not unpack it; ask the publisher."


class QuotaError(StandpunktError):
    """The day's calls are used up."""

    code = "Q019"
    says = "{source_id}: the {per_day} calls of this day are used."
    rule = "The publisher allows {per_day} calls a day."
    next_step = "Run the same command after {next_at} (UTC): it goes on where it stopped."
    exit_code = 3


class LayoutError(StandpunktError):
    """The columns fit no declared layout."""

    code = "Q030"
    says = "{file}: missing columns: {missing}; new columns: {unknown} (nearest layout: {layout})."
    rule = "A file matches exactly one declared layout, by the names of its columns."
    next_step = "Look at what the publisher changed and declare a layout in sources/{source_id}/source.yml."


class UnreadableFileError(StandpunktError):
    """The bytes are not in the declared form or encoding."""

    code = "Q031"
    says = "{file}: {problem}."
    rule = "The file is {form} in {encoding}, as declared."
    next_step = "Compare the file with sources/{source_id}/source.yml."


class RowBoundsError(StandpunktError):
    """Too few or too many rows."""

    code = "Q032"
    says = "{file} has {rows} rows; between {low} and {high} are expected."
    rule = "Sizes are declared under bounds in source.yml."
    next_step = "Look at the file; the last good release stays in use."


class FillError(StandpunktError):
    """A column is emptier than it should be."""

    code = "Q033"
    says = "{file}: the column {column} is filled in {share} % of the rows, expected are {least} %."
    rule = "Fill rates are declared under bounds in source.yml."
    next_step = "Look at the file; the last good release stays in use."


class ShrunkError(StandpunktError):
    """The release lost rows."""

    code = "Q034"
    says = "{source_id}: the table {table} shrinks from {before} to {after} rows."
    rule = "More than {most} % fewer rows than in the last release stop the load."
    next_step = "Look at what is missing; the last good release stays in use."


class QuarantinedError(StandpunktError):
    """Too many rows break a rule."""

    code = "Q035"
    says = (
        "{source_id}: {count} of {rows} rows of {unit} break a rule, "
        "first {rule} at row {row}: {column} = '{value}'."
    )
    rule = "At most {most} % of the rows of a release may break rules."
    next_step = "Read them in {place}; the last good release stays in use."


class UnaccountedError(StandpunktError):
    """Rows in are not rows out."""

    code = "Q036"
    says = (
        "{source_id}, {unit}: {rows} rows came in, "
        "{kept} kept + {ignored} ignored + {quarantined} quarantined."
    )
    rule = "Every row is kept, ignored by a named rule, or quarantined."
    next_step = "Correct sources/{source_id}/read.py."


class CanonicalRowError(StandpunktError):
    """A kept row does not fit its table."""

    code = "Q037"
    says = "{source_id}: {count} rows do not fit the table {table}: {problem}; first row {row}, '{value}'."
    rule = "Kept rows follow the schema of their table."
    next_step = "Correct sources/{source_id}: such rows belong in quarantine under a rule of its reader."


class NoSnapshotError(StandpunktError):
    """There is nothing to read or to compare."""

    code = "Q040"
    says = "{source_id} has no snapshot {value}."
    rule = "Snapshots are made by fetch."
    next_step = "Run: standpunkt fetch {source_id}."
    exit_code = 3


class DamagedSnapshotError(StandpunktError):
    """Stored bytes changed."""

    code = "Q041"
    says = "{place}: the SHA-256 is {found}, recorded is {stated}."
    rule = "Snapshots never change."
    next_step = "Delete this snapshot's folder and run: standpunkt fetch {source_id}."


class ExportFormError(StandpunktError):
    """The file's ending names no form that tables are written in."""

    code = "Q050"
    says = "The file {value} has an ending that no table is written in."
    rule = "Tables are written as {allowed}."
    next_step = "Give the file one of these endings."
    exit_code = 2


class DoubleCountError(StandpunktError):
    """A sum counts the same thing more than once."""

    code = "Q038"
    says = "{place}: the parts add up to {found}, the publisher's total is {total} ({times} times)."
    rule = "Groups of states are not added to their members, headings not to their codes."
    next_step = "Leave out groups and headings, or add only one level."


class RowLimitError(StandpunktError):
    """An answer as long as answers can be."""

    code = "Q020"
    says = "{file} holds {rows} rows, and the publisher cuts answers at {limit}."
    rule = "An answer that reaches the limit is taken to be cut."
    next_step = "Ask for less at once: more values under 'each' in source.yml of {source_id}, or with a key."


class MissingReaderError(StandpunktError):
    """The readers of 7z archives and workbooks are an extra."""

    code = "Q021"
    says = "{file} is read by the package {package}, which is not installed."
    rule = "7z archives and workbooks are read by packages of the extra 'archives'."
    next_step = "Install it: pip install 'standpunkt[archives]'; a 7z may also lie in the mirror unpacked."
    exit_code = 3


class EmptyListingError(StandpunktError):
    """A list of files that names none."""

    code = "Q022"
    says = "{source_id}: {address} names no file of the form {pattern}."
    rule = "Files that the publisher lists are taken from the list."
    next_step = "Look at the list; if its form changed, change 'listing' in source.yml."
