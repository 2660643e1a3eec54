"""Runs all checks of a study and writes the report."""

from pathlib import Path

from threadpoolctl import threadpool_limits

from standpunkt.pipeline.build import Options
from standpunkt.pipeline.validation.counts import counts_section
from standpunkt.pipeline.validation.gathered import gather
from standpunkt.pipeline.validation.outside import outside_section
from standpunkt.pipeline.validation.page import Said, Words, page
from standpunkt.pipeline.validation.placebo import placebo_section
from standpunkt.pipeline.validation.robustness import removal_section, tests_section
from standpunkt.pipeline.validation.states import states_section
from standpunkt.pipeline.validation.weaknesses import head, weaknesses_section
from standpunkt.vocabulary.progress import Progress, Report, silent

STEPS = 7


def validate(
    study_id: str, data_dir: Path, options: Options | None = None, report: Report = silent
) -> dict[str, str]:
    """The validation report in every language.

    Args:
        study_id: Id of the study.
        data_dir: The data folder.
        options: Profile, last period, draws.
        report: Told of progress.

    Returns:
        Markdown by language.
    """
    with threadpool_limits(1):
        found = gather(study_id, data_dir, options or Options(), report)
        sections = [head(found)]
        makers = (
            states_section,
            counts_section,
            outside_section,
            lambda each: tests_section(each, report),
            lambda each: placebo_section(each, report),
            removal_section,
            weaknesses_section,
        )
        for done, make in enumerate(makers):
            report(Progress("validation", done, STEPS, "checks"))
            sections.append(make(found))
        report(Progress("validation", STEPS, STEPS, "checks"))
    titles = found.study.study.title
    title = Said("Validation report: {study}", {"study": Words(titles["de"], titles["en"])})
    return {language: page(title, tuple(sections), language) for language in ("de", "en")}
