"""Tells the kind of a document from its bytes, never from its name, and decodes text without guessing."""

import re
from typing import Literal

from standpunkt.vocabulary.errors.evidence import (
    DocumentEmptyError,
    DocumentEncodingError,
    DocumentKindError,
    DocumentTooLargeError,
)

Kind = Literal["text", "html", "pdf", "docx"]
MAX_BYTES = 200_000_000
HEAD = 2048
FIRST_SHOWN = 8
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|script)\b", re.IGNORECASE)
MOJIBAKE = re.compile("Ã[¤¶¼\u009f\u0084\u0096\u009c©¨]|â€[œ\u009d“”™]|\ufffd")
DECLARED = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
FALLBACK = "cp1252"


def kind_of(content: bytes, file: str) -> Kind:
    """The kind of a document.

    Args:
        content: Its bytes.
        file: Its name, for messages.

    Returns:
        text, html, pdf or docx.

    Raises:
        DocumentEmptyError: Without anything but blanks.
        DocumentTooLargeError: Over 200 MB.
        DocumentKindError: For other binary content.
    """
    if len(content) > MAX_BYTES:
        raise DocumentTooLargeError(file=file, count=len(content), what="bytes", limit=MAX_BYTES)
    if not content.strip(b" \t\r\n\f\x00\xef\xbb\xbf"):
        raise DocumentEmptyError(file=file, byte_count=len(content))
    head = content[:HEAD]
    if head.lstrip()[:5] == b"%PDF-" or b"%PDF-" in head[:1024]:
        return "pdf"
    if head[:4] == b"PK\x03\x04":
        return "docx"
    is_wide = any(head.startswith(bom) for bom in BOMS)
    if b"\x00" in head and not is_wide:
        raise DocumentKindError(file=file, first=head[:FIRST_SHOWN].hex(" "))
    return "html" if HTML.search(head) else "text"


def decoded(content: bytes, file: str, encoding: str | None = None) -> str:
    """The text of bytes: byte-order mark, strict UTF-8, declared encoding, then Windows-1252.

    Args:
        content: The bytes.
        file: Its name, for messages.
        encoding: What the user says; then nothing else is tried.

    Returns:
        The text without byte-order mark, line ends as they were.

    Raises:
        DocumentEncodingError: For broken letters.
    """
    for name in _candidates(content, encoding):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        broken = MOJIBAKE.search(text)
        if broken and not encoding:
            sample = text[max(0, broken.start() - 10) : broken.end() + 10]
            raise DocumentEncodingError(file=file, position=broken.start(), sample=repr(sample))
        return text
    raise DocumentEncodingError(file=file, position=0, sample=repr(content[:FIRST_SHOWN]))


def _candidates(content: bytes, encoding: str | None) -> list[str]:
    if encoding:
        return [encoding]
    marked = [name for bom, name in BOMS.items() if content.startswith(bom)]
    declared = DECLARED.search(content[:HEAD])
    return [*marked, "utf-8", *([declared[1].decode("ascii")] if declared else []), FALLBACK]
