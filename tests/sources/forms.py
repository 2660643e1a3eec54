"""Declarations and files that tests make up."""

import io
import zipfile
from xml.sax.saxutils import escape

from standpunkt.sources.connector.declaration import SourceDeclaration


def declared(**fields: object):
    """A declaration with the given parts; the rest is made up."""
    base = {
        "title": "Made up",
        "publisher": "Ministry of Examples",
        "home_address": "https://example.org/data",
        "citation": "Ministry of Examples: Made up",
        "licence_text": "CC BY 4.0",
        "may_redistribute": "yes",
        "bias_note": "Made up.",
        "cadence": "yearly",
        "proof": "made_up_file",
        "address_checked": {"how": "docs", "on": "2026-11-25"},
        "coverage": {"scope": "Examples"},
        "access": {"kind": "http", "rate_per_second": 1000.0, "burst": 1000, "tries": 1},
    }
    return SourceDeclaration.model_validate(base | fields)


def _cell(place, value):
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'


def _sheet(rows):
    lines = []
    for number, row in enumerate(rows, 1):
        cells = "".join(
            _cell(f"{chr(65 + place)}{number}", value) for place, value in enumerate(row) if value != ""
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{space}"><sheetData>{"".join(lines)}</sheetData></worksheet>'
    )


def workbook(sheets):
    """A workbook in the smallest form that Office Open XML allows.

    `sheets` maps names to rows of texts and numbers.
    """
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    book = f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
    bonds = f'<Relationships xmlns="{package}/relationships">'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    numbers = list(enumerate(sheets, 1))
    listed = "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _name in numbers
    )
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _name in numbers
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"{book}{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{bonds}{links}</Relationships>",
        **{f"xl/worksheets/sheet{n}.xml": _sheet(sheets[name]) for n, name in numbers},
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)
    return packed.getvalue()
