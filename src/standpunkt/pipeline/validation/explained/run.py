"""Writes the pages of the states that a study's notes ask for."""

from pathlib import Path

from threadpoolctl import threadpool_limits

from standpunkt.pipeline.build import Options
from standpunkt.pipeline.validation.explained.drivers import dependence_section, drivers_section
from standpunkt.pipeline.validation.explained.story import (
    doubt_section,
    flips_section,
    known_section,
    moves_section,
    objections_section,
    sources_section,
    summary_section,
)
from standpunkt.pipeline.validation.gathered import Gathered, gather
from standpunkt.pipeline.validation.page import Said, Section, Words, page
from standpunkt.pipeline.validation.states import name_of
from standpunkt.pipeline.validation.weaknesses import stamp_of
from standpunkt.vocabulary.progress import Progress, Report, silent

LANGUAGES = ("de", "en")


def explain_states(
    study_id: str, data_dir: Path, options: Options | None = None, report: Report = silent
) -> dict[str, str]:
    """One page for each state of the notes, in every language.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        options: Profile, last period, draws.
        report: Told of progress.

    Returns:
        Markdown by file name: `SRB.md` in English, `SRB.de.md` in German.
    """
    with threadpool_limits(1):
        found = gather(study_id, data_dir, options or Options(), report)
        pages: dict[str, str] = {}
        for done, iso3 in enumerate(found.notes.explained):
            report(Progress("pages", done, len(found.notes.explained), "states", iso3))
            title = Said("{state}: explained", {"state": name_of(iso3)})
            sections = _sections(found, iso3)
            for language in LANGUAGES:
                ending = ".md" if language == "en" else f".{language}.md"
                pages[iso3 + ending] = page(title, sections, language)
        report(Progress("pages", len(found.notes.explained), len(found.notes.explained), "states"))
    return pages


def _sections(found: Gathered, iso3: str) -> tuple[Section, ...]:
    told = found.observatory.explain(iso3)
    bound = found.observatory.explain(iso3, index="dependence")
    title = found.study.study.title
    stamp = Said(
        "Study “{study}”, {month}. {stamp} Written by `standpunkt validate --states`; edited by nobody.",
        {
            "study": Words(title["de"], title["en"]),
            "month": f"{found.study.period.to:%Y-%m}",
            "stamp": stamp_of(found),
        },
    )
    return (
        Section("What this is", (stamp,)),
        summary_section(found, iso3),
        drivers_section(found, told),
        moves_section(found, iso3),
        doubt_section(found, told),
        dependence_section(found, bound),
        flips_section(found, iso3, told),
        objections_section(found, iso3),
        known_section(found, iso3),
        sources_section(found, (told, bound)),
    )
