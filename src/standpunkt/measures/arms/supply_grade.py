"""Arms and ammunition given to a party of the war, as a grade."""

from standpunkt.measures.cells import COVERAGE_TABLE, answer
from standpunkt.measures.grades import HIGHEST_GRADE, Roles, highest_grades
from standpunkt.measures.measure import Measure, Measured, Request, Tables

TABLE = "dyad_spell_arms_supply"


def supply_grade(tables: Tables, request: Request) -> Measured:
    """Grade 0 to 3 of the arms a state gave to the pole within the window; the highest, never a sum.

    Missing: not_reported where no delivery is on file and the list is not declared closed for the state.
    Error: half a grade either way (90 %), more for facts that are press reports or unverified; a zero of a
    closed list is exact.

    >>> MEASURE.code, MEASURE.value_range
    ('arms.supply_grade', (0.0, 3.0))

    Args:
        tables: dyad_spell_arms_supply and the declared coverage of lists.
        request: What the study asks; params `to` (pole) and `window_months`.

    Returns:
        Grades, each made of the one fact with the highest grade.
    """
    parts = highest_grades(tables[TABLE], request, Roles(TABLE, "supplier_iso3", "recipient_iso3"))
    return answer(tables, request, parts, [TABLE], value_range=(0.0, HIGHEST_GRADE))


MEASURE = Measure(
    code="arms.supply_grade",
    label="Arms and ammunition given to {power_acc}",
    unit="grade 0-3",
    value_range=(0.0, HIGHEST_GRADE),
    tables=(TABLE, COVERAGE_TABLE),
    params={"to": "pole that receives: power or opponent", "window_months": "months a delivery counts"},
    reference="Grades as defined in docs/method/starter.md; highest grade within the window",
    caveat="Deliveries that nobody reports are zeros of a closed list; shells lie outside arms registers.",
    compute=supply_grade,
)
