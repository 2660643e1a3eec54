"""Military aid to a party of the war, as a grade."""

from standpunkt.measures.cells import COVERAGE_TABLE, answer
from standpunkt.measures.grades import HIGHEST_GRADE, Roles, highest_grades
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_spell_aid"


def aid_grade(tables: Tables, request: Request) -> Measured:
    """Grade 0 to 3 of the military aid a state gave to the pole within the window; the highest, never a sum.

    Missing: not_reported where no aid is on file and the list is not declared closed for the state.
    Error: half a grade either way (90 %), more for facts that are press reports or unverified; a zero of a
    closed list is exact.

    >>> MEASURE.code, MEASURE.unit
    ('support.aid_grade', 'grade 0-3')

    Args:
        tables: dyad_spell_aid and the declared coverage of lists.
        request: What the study asks; params `to` (pole) and `window_months`.

    Returns:
        Grades, each made of the one fact with the highest grade.
    """
    parts = highest_grades(tables[TABLE], request, Roles(TABLE, "donor_iso3", "recipient_iso3"))
    return answer(tables, request, parts, [TABLE], value_range=(0.0, HIGHEST_GRADE))


MEASURE = Measure(
    code="support.aid_grade",
    label="Military aid to {opponent_acc}",
    unit="grade 0-3",
    value_range=(0.0, HIGHEST_GRADE),
    tables=(TABLE, COVERAGE_TABLE),
    params={"to": "pole that receives: power or opponent", "window_months": "months a gift counts"},
    reference="Grades as defined in docs/method/starter.md; highest grade within the window",
    caveat="A grade says little about amounts; secret aid is not on file.",
    compute=aid_grade,
)
