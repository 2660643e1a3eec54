"""Forms of files: preambles, columns by position, XML, workbooks, archives."""

import importlib.util
import io
import zipfile

import polars as pl
import py7zr
import pytest

from standpunkt.sources.connector.declaration import Layout, SourceFile
from standpunkt.sources.connector.reading.context import Context, Received
from standpunkt.sources.connector.reading.forms.parse import parse
from standpunkt.sources.connector.reading.layouts import ROW, Named
from standpunkt.sources.connector.transport.archives import unpack
from standpunkt.vocabulary.errors.sources import (
    ArchivePathError,
    BombError,
    CutFileError,
    LayoutError,
    MissingReaderError,
    RowLimitError,
    UnreadableFileError,
)
from tests.sources.forms import declared, workbook


def named(file, columns, ignored=(), optional=()):
    layout = Layout(
        id="x", unit=file.unit, columns=columns, ignored=ignored, optional=optional, proof="made_up_file"
    )
    return Named("example", declared(files=(file,), layouts=(layout,)), file, "example.bin")


def test_lines_before_the_header_are_a_preamble_and_rows_keep_their_line():
    file = SourceFile(unit="u", pattern="*", header_start="name,")
    content = b"Made up\n\nname,,value\nA,?,1\nB,,2\n"
    frame = parse(content, named(file, ("name", "value"), ("name (remark)",)))
    assert frame.rows() == [(4, "A", "1"), (5, "B", "2")]
    assert frame.columns == [ROW, "name", "value"]


def test_preamble_without_the_header_is_refused():
    file = SourceFile(unit="u", pattern="*", header_start="name,")
    with pytest.raises(UnreadableFileError, match="name,"):
        parse(b"Made up\nlabel,value\n", named(file, ("name", "value")))


def test_columns_by_position_take_quotes_as_letters_where_none_are_declared():
    file = SourceFile(unit="u", pattern="*", separator="\t", quote="", positions=("id", "url", "text"))
    frame = parse(b'1\thttps://x\ta "b\n2\t\tc\n', named(file, ("id", "text"), ("url",)))
    assert frame.rows() == [(1, "1", 'a "b'), (2, "2", "c")]


def test_other_number_of_columns_than_the_publisher_numbers_is_refused():
    file = SourceFile(unit="u", pattern="*", separator="\t", quote="", positions=("id", "text"))
    with pytest.raises(UnreadableFileError, match="3 columns"):
        parse(b"1\t2\t3\n", named(file, ("id", "text")))


def test_end_of_text_of_ms_dos_is_no_row():
    file = SourceFile(unit="u", pattern="*", positions=("id", "text"))
    assert parse(b'1,"a, b"\r\n\x1a', named(file, ("id", "text"))).rows() == [(1, "1", "a, b")]


XML = b"""<?xml version="1.0"?>
<export xmlns="http://example.org/x" date="2026-01-01">
  <item id="1"><kind code="person"/><name whole="A  B" /><name whole="C"/><place>Here</place></item>
  <item id="2"><kind code="firm"/></item>
</export>"""
XML_FILE = SourceFile(
    unit="u",
    pattern="*",
    form="xml",
    record="item",
    fields={"id": "@id", "kind": "kind/@code", "names": "name/@whole", "place": "place"},
)


def test_xml_records_become_rows_with_several_values_in_one_cell():
    frame = parse(XML, named(XML_FILE, ("@id", "kind"), (), ("name", "place")))
    assert frame.rows() == [(1, "1", "person", "A B\nC", "Here"), (2, "2", "firm", None, None)]


def test_new_or_lost_element_of_a_record_stops_the_load():
    with pytest.raises(LayoutError, match="place"):
        parse(XML, named(XML_FILE, ("@id", "kind"), (), ("name",)))
    with pytest.raises(LayoutError, match="birthdate"):
        parse(XML, named(XML_FILE, ("@id", "kind", "birthdate"), (), ("name", "place")))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><x><item id="1"/></x>',
        b"<x><item id='1'/>",
        b"<x><other/></x>",
        b"no xml",
        '<!DOCTYPE x [<!ENTITY a "b">]><x><item id="1"/></x>'.encode("utf-16"),
    ],
)
def test_xml_with_definitions_cut_or_without_records_is_refused(content):
    with pytest.raises(UnreadableFileError):
        parse(content, named(XML_FILE, ("@id",)))


def test_sheet_of_a_workbook_is_read_below_its_header():
    rows = [
        ["Made up"],
        [],
        ["Country", "Notes", "2020", "2021"],
        ["Serbia", "", 1.5, "..."],
        [],
        ["Namibia", "", "xxx", 2],
    ]
    file = SourceFile(
        unit="u", pattern="*", form="xlsx", sheet="Data", header_start="Country", null_texts=("", "...")
    )
    frame = parse(
        workbook({"Front": [["x"]], "Data": rows}), named(file, ("Country", "2020", "2021"), ("Notes",))
    )
    assert frame.select(ROW, "Country", "2020", "2021").rows() == [
        (4, "Serbia", "1.5", None),
        (6, "Namibia", "xxx", "2"),
    ]


def test_a_sheet_whose_name_carries_the_edition_is_found_and_named():
    content = workbook({"Front": [["x"]], "Prices (2024)": [["Country", "2020"], ["Serbia", 1]]})
    file = SourceFile(unit="u", pattern="*", form="xlsx", sheet="Prices (*)", header_start="Country")
    assert parse(content, named(file, ("Country", "2020")))["sheet"].to_list() == ["Prices (2024)"]
    other = file.model_copy(update={"sheet": "Volumes (*)"})
    with pytest.raises(UnreadableFileError, match="0 of its sheets"):
        parse(content, named(other, ("Country", "2020")))


@pytest.mark.parametrize(("package", "form"), [("py7zr", "csv"), ("fastexcel", "xlsx")])
def test_without_the_extra_the_refusal_names_it(package, form, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    content = seven(x=b"a\n1\n") if form == "csv" else workbook({"Data": [["a"]]})
    file = SourceFile(
        unit="u", pattern="*", form=form, sheet="Data", header_start="a" if form == "xlsx" else ""
    )
    with pytest.raises(MissingReaderError, match=package) as problem:
        parse(content, named(file, ("a",)))
    assert "standpunkt[archives]" in problem.value.next_step


def test_workbook_without_the_sheet_or_the_header_is_refused():
    file = SourceFile(unit="u", pattern="*", form="xlsx", sheet="Data", header_start="Country")
    with pytest.raises(UnreadableFileError):
        parse(workbook({"Front": [["Country"]]}), named(file, ("Country",)))
    with pytest.raises(UnreadableFileError, match="Country"):
        parse(workbook({"Data": [["State"]]}), named(file, ("Country",)))
    with pytest.raises(UnreadableFileError, match="no workbook"):
        parse(b"Country\n", named(file, ("Country",)))


def test_answer_as_long_as_answers_can_be_is_taken_to_be_cut():
    file = SourceFile(unit="u", pattern="*", form="json", path_in_json="data", row_limit=2)
    with pytest.raises(RowLimitError):
        parse(b'{"data": [{"a": 1}, {"a": 2}]}', named(file, ("a",)))


def test_empty_list_of_records_is_an_answer_without_rows():
    file = SourceFile(unit="u", pattern="*", form="json", path_in_json="data")
    frame = parse(b'{"data": []}', named(file, ("a",), ("b",)))
    assert frame.rows() == []
    assert frame.columns == [ROW, "a"]


def test_row_numbers_go_on_over_the_parts_of_a_file(tmp_path):
    file = SourceFile(unit="u", pattern="*", is_part=True)
    layout = Layout(id="x", unit="u", columns=("a",), proof="made_up_file")
    parts = (Received("1.csv", b"a\nx\ny\n"), Received("2.csv", b"a\nz\n"))
    context = Context("example", declared(files=(file,), layouts=(layout,)), tmp_path, None, {"u": parts})
    sheet = context.open("u")
    assert sheet.frame.rows() == [(2, "x"), (3, "y"), (5, "z")]
    assert sheet.account().kept_count == 3


def test_parts_are_read_one_by_one_into_one_account(tmp_path):
    file = SourceFile(unit="u", pattern="*", is_part=True)
    layout = Layout(id="x", unit="u", columns=("a",), proof="made_up_file")
    parts = (Received("1.csv", b"a\nx\ny\n"), Received("2.csv", b"a\nx\nz\n"))
    context = Context("example", declared(files=(file,), layouts=(layout,)), tmp_path, None, {"u": parts})
    for sheet in context.parts("u"):
        sheet.ignore("not_wanted", pl.col("a") == "x")
    (account,) = context.reading({}).accounts
    assert (account.row_count, account.kept_count, account.ignored) == (4, 2, {"not_wanted": 2})


def seven(**members: bytes):
    packed = io.BytesIO()
    with py7zr.SevenZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return packed.getvalue()


def test_7z_of_one_file_is_unpacked():
    assert unpack(seven(x=b"a,b\n"), "x.7z", 1, 100) == b"a,b\n"


def test_7z_bombs_cut_archives_and_several_files_are_refused():
    with pytest.raises(BombError):
        unpack(seven(x=b"0" * 30_000_000), "x.7z", 100, 100)
    with pytest.raises(CutFileError):
        unpack(seven(x=b"a,b\n" * 1000)[:-9], "x.7z", 1, 100)
    with pytest.raises(CutFileError, match="2 files"):
        unpack(seven(x=b"a", y=b"b"), "x.7z", 1, 100)


def test_7z_member_outside_the_folder_is_refused():
    with pytest.raises(ArchivePathError):
        unpack(seven(**{"C:x": b"x"}), "x.7z", 1, 100)


def test_workbook_is_no_archive_of_one_file():
    with zipfile.ZipFile(io.BytesIO(workbook({"Data": [["x"]]}))) as archive:
        assert len(archive.namelist()) > 1
