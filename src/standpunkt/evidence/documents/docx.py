"""DOCX: paragraphs of the main part, read with limits before anything is unpacked; nothing external."""

import io
import re
import zipfile
from pathlib import PurePosixPath
from xml.etree import ElementTree as ET  # nosec: entities are refused before parsing

from standpunkt.evidence.documents.layer import Place, TextLayer
from standpunkt.vocabulary.errors.evidence import DocumentDamagedError, DocumentKindError, UnsafeArchiveError

MAIN = "word/document.xml"
MAX_UNPACKED = 200_000_000
MAX_RATIO = 100
MAX_MEMBERS = 2000
SMALL = 1_000_000
NESTED = (".zip", ".docx", ".docm", ".jar", ".gz", ".7z")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VERSION = "1"


def docx_layer(content: bytes, file: str) -> TextLayer:
    """The paragraphs of a DOCX, one a line.

    Args:
        content: Its bytes.
        file: Its name, for messages.

    Returns:
        A layer with one place a paragraph.

    Raises:
        DocumentDamagedError: If it is no readable archive.
        DocumentKindError: If it is an archive of another kind.
        UnsafeArchiveError: If it would not unpack safely.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive, file)
            if MAIN not in archive.namelist():
                raise DocumentKindError(file=file, first=content[:8].hex(" "))
            source = archive.read(MAIN)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise DocumentDamagedError(file=file, kind="DOCX", reason=str(error)) from error
    if re.search(rb"<!(?:DOCTYPE|ENTITY)", source):
        raise UnsafeArchiveError(file=file, reason="its XML declares entities")
    try:
        root = ET.fromstring(source)  # noqa: S314 (entities refused above)
    except ET.ParseError as error:
        raise DocumentDamagedError(file=file, kind="DOCX", reason=str(error)) from error
    return _layer(root)


def _check(archive: zipfile.ZipFile, file: str) -> None:
    members = archive.infolist()
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    reason = ""
    if len(members) > MAX_MEMBERS:
        reason = f"{len(members)} parts"
    elif unpacked > MAX_UNPACKED:
        reason = f"{unpacked} bytes unpacked"
    elif unpacked > SMALL and unpacked / max(1, packed) > MAX_RATIO:
        reason = f"packed {unpacked // max(1, packed)} to 1"
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename:
            reason = f"a part is named {member.filename!r}"
        elif path.suffix.lower() in NESTED and not member.filename.startswith("word/embeddings/"):
            reason = f"an archive lies inside it: {member.filename!r}"
    if reason:
        raise UnsafeArchiveError(file=file, reason=reason)


def _layer(root: ET.Element) -> TextLayer:
    pieces: list[str] = []
    places: list[Place] = []
    at = 0
    for number, paragraph in enumerate(root.iter(f"{W}p"), start=1):
        text = " ".join(_text(paragraph).split())
        if text:
            places.append(Place(at, at + len(text), element=f"p[{number}]"))
            pieces.append(text)
            at += len(text) + 1
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return TextLayer("\n".join(pieces), "docx", VERSION, media, places=tuple(places))


def _text(paragraph: ET.Element) -> str:
    parts = []
    for node in paragraph.iter():
        if node.tag == f"{W}t":
            parts.append(node.text or "")
        elif node.tag in {f"{W}tab", f"{W}br"}:
            parts.append(" ")
    return "".join(parts)
