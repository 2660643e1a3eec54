"""Portraits: both directions stay, footnotes hold, and the PDF is the same twice."""

import json

import pytest

from standpunkt.dossier.charts import class_chart, contribution_chart, stance_scale, timeline_chart
from standpunkt.dossier.compose import MOST_PER_PILLAR, MOST_STATEMENTS, Plan, portrait
from standpunkt.dossier.findings.collect import findings

pdf = pytest.importorskip("standpunkt.dossier.render_pdf", reason="needs the extra pdf", exc_type=ImportError)
pypdf = pytest.importorskip("pypdf")
LANGUAGES = ("de", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iso3", ["SRB", "TUR", "PRK", "TUV", "RUS"])
def test_every_line_points_to_existing_footnotes(observatory, iso3, language):
    found = portrait(observatory, iso3, language)
    lines = [
        *found.lead,
        *(line for s in found.sections for line in s.lines),
        *(r.line for r in found.ledger),
    ]
    numbers = {note.number for note in found.notes}
    assert numbers == set(range(1, len(found.notes) + 1))
    assert lines
    for line in lines:
        assert line.notes
        assert set(line.notes) <= numbers


def test_languages_carry_the_same_findings_in_the_same_places(observatory):
    german, english = (portrait(observatory, "TUR", language) for language in LANGUAGES)
    for one, other in zip(german.sections, english.sections, strict=True):
        assert one.key == other.key
        assert [x.sentence.finding_ids for x in one.lines] == [x.sentence.finding_ids for x in other.lines]


def test_the_strongest_finding_of_either_direction_is_said(observatory):
    for iso3 in ("TUR", "SRB", "IND", "ZAF", "CHN"):
        found = findings(observatory, iso3)
        row = observatory.state(iso3)
        plan = Plan.of(found, 1 if row["stance"] > 0 else -1)
        said = {f.id for part in (plan.against, *plan.pillars.values()) for f in part}
        for side in (1, -1):
            facts = [f for f in found if f.direction == side and f.pillar]
            assert not facts or facts[0].id in said


def test_no_finding_is_said_twice_and_pillars_stay_short(observatory):
    for iso3 in ("TUR", "SRB", "BLR", "TUV"):
        plan = Plan.of(findings(observatory, iso3), 1)
        said = [f.id for part in (plan.against, plan.ledger, *plan.pillars.values()) for f in part]
        assert len(said) == len(set(said))
        assert all(len(part) <= MOST_PER_PILLAR + MOST_STATEMENTS + 1 for part in plan.pillars.values())


def test_every_statement_stands_in_a_section_or_in_the_ledger(observatory):
    for iso3 in ("SRB", "ZAF", "PRK", "BLR", "TUR", "EGY", "IRN"):
        found = findings(observatory, iso3)
        plan = Plan.of(found, 1)
        placed = {f.id for part in (plan.against, plan.ledger, *plan.pillars.values()) for f in part}
        assert {f.id for f in found if f.kind == "statement"} <= placed


def test_poles_and_states_without_data_say_so(observatory):
    assert portrait(observatory, "RUS", "de").status == "pole"
    assert "keinen Wert" in portrait(observatory, "RUS", "de").lead[0].text
    empty = portrait(observatory, "TUV", "en")
    assert empty.status == "not_rated"
    assert "not rated" in empty.lead[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_have_short_alternative_texts_and_no_inline_style(observatory, language):
    row = observatory.state("SRB")
    charts = [
        contribution_chart(observatory.explain("SRB"), observatory.study, language),
        stance_scale(row, observatory, language),
        class_chart(row, observatory, language),
        timeline_chart(observatory.timeline("SRB"), observatory, language),
    ]
    for chart in charts:
        assert 0 < len(chart.alt) <= 150
        assert "style" not in chart.svg.replace("<!--style-->", "")
        assert "<style>" in chart.file()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("iso3", ["SRB", "TUV", "UKR"])
def test_the_pdf_is_tagged_in_its_language_short_and_the_same_twice(observatory, iso3, language, tmp_path):
    content = pdf.portrait_pdf(observatory, iso3, language)
    assert content == pdf.portrait_pdf(observatory, iso3, language)
    path = tmp_path / "portrait.pdf"
    path.write_bytes(content)
    reader = pypdf.PdfReader(path)
    catalogue = reader.trailer["/Root"]
    assert catalogue["/Lang"] == language
    assert catalogue["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in content or b"pdfuaid" in catalogue["/Metadata"].get_object().get_data()
    assert 1 <= len(reader.pages) <= 3
    for page in reader.pages:
        assert observatory.version in page.extract_text().replace("\xad", "-")


def test_the_pdf_carries_its_findings(observatory, tmp_path):
    path = tmp_path / "portrait.pdf"
    path.write_bytes(pdf.portrait_pdf(observatory, "SRB", "en"))
    attached = pypdf.PdfReader(path).attachments["findings.json"][0]
    ids = [found["id"] for found in json.loads(attached)]
    assert ids == [found.id for found in findings(observatory, "SRB")]


def test_text_from_outside_stays_text(observatory):
    data = pdf.portrait_data(observatory, "SRB", "de")
    assert isinstance(data["lead"][0]["text"], str)
    assert pdf.portrait_data(observatory, "SRB", "de") == data
