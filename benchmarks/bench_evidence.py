"""Times what the evidence desk does: a PDF of 300 pages to ranked suggestions, and each step of reading.

Run: OPENBLAS_NUM_THREADS=1 python benchmarks/bench_evidence.py [PAGES]
"""

import io
import resource
import sys
import time
from datetime import date

from standpunkt.evidence.documents.read import read_document
from standpunkt.evidence.reading.mentions import mentions_of
from standpunkt.evidence.reading.sentences import sentences_of
from standpunkt.evidence.suggest.engine import Context, suggest
from standpunkt.evidence.suggest.learner import trained, warm_start
from standpunkt.evidence.suggest.ranking import word_evidence
from standpunkt.evidence.values.dates import Moment, dates_in
from standpunkt.evidence.values.quantities import quantities_in
from standpunkt.study.load import load_study

PAGES = 300
LINES_A_PAGE = 45
WIDTH = 95
PUBLISHED = date(2024, 2, 14)


def pages_of(count: int) -> list[list[str]]:
    """Pages of wrapped text, made of the German sentences of the warm start over and over."""
    words = " ".join(one.text for one in warm_start() if one.language == "de").split()
    pages, at = [], 0
    for _ in range(count):
        lines = []
        for _ in range(LINES_A_PAGE):
            line = ""
            while len(line) < WIDTH:
                line = f"{line} {words[at % len(words)]}".strip()
                at += 1
            lines.append(line)
        pages.append(lines)
    return pages


def pdf_of(pages: list[list[str]]) -> bytes:
    """A plain PDF of these lines."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for i, lines in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * i} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        shown = b"".join(
            b"1 0 0 1 50 %d Tm (%s) Tj\n" % (800 - 16 * n, _escaped(line)) for n, line in enumerate(lines)
        )
        stream = b"BT /F1 9 Tf\n" + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
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


def _escaped(line: str) -> bytes:
    text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return text.encode("cp1252", "replace")


def timed(name: str, count: int, started: float) -> None:
    """Prints seconds and items a second."""
    seconds = time.perf_counter() - started
    print(f"{name:34} {seconds:7.2f} s {count / seconds:12,.0f} /s")


def main() -> None:
    """Prints one line a step."""
    content = pdf_of(pages_of(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES))
    whole = started = time.perf_counter()
    layer = read_document(content, "bench.pdf")
    timed("PDF to text layer (pages)", len(layer.pages), started)
    started = time.perf_counter()
    trained(())
    timed("learner from warm start (lessons)", len(warm_start()), started)
    context = Context(load_study("russia_ukraine"), "SRB", "de", PUBLISHED)
    started = time.perf_counter()
    drafts = suggest(layer.text, context)
    timed("text layer to suggestions (lines)", len(drafts), started)
    timed("PDF to suggestions (pages)", len(layer.pages), whole)
    sentences = sentences_of(layer.text, "de")
    steps = {
        "stems of relations (sentences)": lambda one: word_evidence(one, "de"),
        "mentions (sentences)": lambda one: mentions_of(one, "de"),
        "dates (sentences)": lambda one: dates_in(one.text, "de", Moment(PUBLISHED)),
        "quantities (sentences)": lambda one: quantities_in(one.text, "de"),
    }
    for name, step in steps.items():
        started = time.perf_counter()
        for one in sentences:
            step(one)
        timed(name, len(sentences), started)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
