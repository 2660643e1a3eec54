"""Opens a document of any kind: bytes in, text layer or a refusal out. Nothing is fetched, nothing run."""

from standpunkt.evidence.documents.docx import docx_layer
from standpunkt.evidence.documents.html import html_layer
from standpunkt.evidence.documents.layer import TextLayer
from standpunkt.evidence.documents.pdf import pdf_layer
from standpunkt.evidence.documents.sniff import decoded, kind_of
from standpunkt.vocabulary.errors.evidence import DocumentEmptyError


def read_document(
    content: bytes, file: str, encoding: str | None = None, password: str | None = None
) -> TextLayer:
    """The text layer of a document.

    Args:
        content: Its bytes.
        file: Its name, for messages.
        encoding: Of a text; null tells it from the bytes.
        password: Of an encrypted PDF.

    Returns:
        The layer.

    Raises:
        DocumentEmptyError: If nothing readable is in it.
    """
    kind = kind_of(content, file)
    if kind == "pdf":
        layer = pdf_layer(content, file, password)
    elif kind == "docx":
        layer = docx_layer(content, file)
    elif kind == "html":
        layer = html_layer(decoded(content, file, encoding))
    else:
        layer = TextLayer(decoded(content, file, encoding), "text", "1", "text/plain")
    if not any(letter.isalnum() for letter in layer.text):
        raise DocumentEmptyError(file=file, byte_count=len(content))
    return layer
