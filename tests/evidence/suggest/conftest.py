"""What the tests of suggestions share: the study, and small documents of every format made by hand."""

import io
import zipfile

import pytest

from standpunkt.study.load import load_study

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(scope="session")
def study():
    return load_study("russia_ukraine")


@pytest.fixture(scope="session")
def make_docx():
    """Makes a DOCX of paragraphs, with further parts."""

    def made(paragraphs, parts=None, head=""):
        body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
        document = f'{head}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", document)
            for name, content in (parts or {}).items():
                archive.writestr(name, content)
        return buffer.getvalue()

    return made


@pytest.fixture(scope="session")
def make_pdf():
    """Makes a PDF with one list of lines a page; an empty list is a page without text."""

    def made(pages):
        objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
        kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
        objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
        objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        for i, lines in enumerate(pages):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
                "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
            )
            shown = b"".join(
                b"1 0 0 1 50 %d Tm (%s) Tj\n" % (800 - 14 * n, line.encode("cp1252"))
                for n, line in enumerate(lines)
            )
            stream = b"BT /F1 10 Tf\n" + shown + b"ET"
            objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        return _assembled(objects)

    return made


def _assembled(objects):
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, content))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start))
    return out.getvalue()
