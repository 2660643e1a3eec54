"""Tables of a built version: what the index writes and dossier, web and command line read.

Grain words: `study_state_month_` has the key iso3, month_date (study and version are those of the folder).
"""

import dataframely as dy

MISSING_CODES = ["not_reported", "not_applicable", "suppressed", "out_of_scope"]


class StudyStateMonthIndicator(dy.Schema):
    """One value of one indicator; variant is empty but for indicators with several vote sets."""

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    indicator_code = dy.String(primary_key=True)
    variant = dy.String(primary_key=True)
    value = dy.Float64(nullable=True)
    low_value = dy.Float64(nullable=True)
    high_value = dy.Float64(nullable=True)
    input_count = dy.Int64()
    missing = dy.String(nullable=True)
    valid_from_date = dy.Date(nullable=True)
    provenance_key = dy.String(nullable=True)


class StudyStateMonthIndicatorPart(dy.Schema):
    """What a value is made of: the parts of a cell add up to value minus the measure's own zero.

    `table_name` and `row_key` name the fact; both are empty for the part `model` (priors, smoothing).
    """

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    indicator_code = dy.String(primary_key=True)
    part_code = dy.String(primary_key=True)
    part_value = dy.Float64()
    table_name = dy.String(nullable=True)
    row_key = dy.String(nullable=True)
    source_id = dy.String(nullable=True)


class StudyStateMonthScore(dy.Schema):
    """Score of one index: index_code is stance (-100..100), dependence or dependence_opponent (0..100).

    Scores are null where the state is not rated (coverage grade D).
    """

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    index_code = dy.String(primary_key=True)
    central_score = dy.Float64(nullable=True)
    mean_score = dy.Float64(nullable=True)
    sd_score = dy.Float64(nullable=True)
    low_score = dy.Float64(nullable=True)
    q25_score = dy.Float64(nullable=True)
    median_score = dy.Float64(nullable=True)
    q75_score = dy.Float64(nullable=True)
    high_score = dy.Float64(nullable=True)
    intensity_score = dy.Float64(nullable=True)
    conflict_between_score = dy.Float64(nullable=True)
    conflict_within_score = dy.Float64(nullable=True)
    residual_score = dy.Float64(nullable=True)
    coverage_share = dy.Float64()
    coverage_grade = dy.String()
    imputed_share = dy.Float64(nullable=True)
    is_rated = dy.Bool()


class StudyStateMonthClass(dy.Schema):
    """Probability of each class; named_class is a class code, `between`, or null where not rated."""

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    class_code = dy.String(primary_key=True)
    class_probability = dy.Float64(nullable=True)
    named_class = dy.String(nullable=True)
    is_gated = dy.Bool(nullable=True)


class StudyStateMonthContribution(dy.Schema):
    """Exact decomposition of the central score in points of the index.

    level: pillar, layer, group, indicator, part; node is its code, parent the code one level up.
    At each level the points of a state, month and index add up to the central score.
    kind: data, imputed, model.
    """

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    index_code = dy.String(primary_key=True)
    level = dy.String(primary_key=True)
    node_code = dy.String(primary_key=True)
    parent_code = dy.String(nullable=True)
    contribution_score = dy.Float64()
    low_score = dy.Float64(nullable=True)
    high_score = dy.Float64(nullable=True)
    kind = dy.String()
    table_name = dy.String(nullable=True)
    row_key = dy.String(nullable=True)
    source_id = dy.String(nullable=True)


class StudyStateTransition(dy.Schema):
    """Move between two months under paired draws."""

    iso3 = dy.String(primary_key=True)
    from_month_date = dy.Date(primary_key=True)
    to_month_date = dy.Date(primary_key=True)
    from_class = dy.String(nullable=True)
    to_class = dy.String(nullable=True)
    change_score = dy.Float64()
    change_low_score = dy.Float64()
    change_high_score = dy.Float64()
    changed_probability = dy.Float64()
    towards_power_probability = dy.Float64()
    is_declared = dy.Bool()


class StudyMonthShare(dy.Schema):
    """World share of a class: weight_code is count, population or gdp_usd; shares are 0..1.

    class_code `NOT_RATED` holds the rest; weight_year is the year of the weights (null for count).
    """

    month_date = dy.Date(primary_key=True)
    weight_code = dy.String(primary_key=True)
    class_code = dy.String(primary_key=True)
    mean_share = dy.Float64()
    low_share = dy.Float64()
    high_share = dy.Float64()
    mean_count = dy.Float64(nullable=True)
    low_count = dy.Float64(nullable=True)
    high_count = dy.Float64(nullable=True)
    weight_year = dy.Int16(nullable=True)


class StudyStateMonthSource(dy.Schema):
    """Where a state would stand without a source: central Stance with its values counted as not reported.

    Only rated states that rest on the source; scores and class_without are null where the state would no
    longer be rated. Classes are those of the central run.
    """

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    source_id = dy.String(primary_key=True)
    cell_count = dy.Int64()
    stance_score = dy.Float64(nullable=True)
    change_score = dy.Float64(nullable=True)
    class_with = dy.String()
    class_without = dy.String(nullable=True)


class StudyStateMonthTipping(dy.Schema):
    """The smallest change that gives a state another central class, everything else equal.

    kind fact: one indicator moves by delta (of its position, 2 from end to end) to value_needed in its unit.
    gaps: all gaps of the state lie delta standard deviations from what is expected. weights: every weight may
    move by the share delta. No row: nothing in range changes the class.
    """

    iso3 = dy.String(primary_key=True)
    month_date = dy.Date(primary_key=True)
    kind = dy.String(primary_key=True)
    indicator_code = dy.String(primary_key=True)
    delta = dy.Float64()
    value_needed = dy.Float64(nullable=True)
    class_now = dy.String()
    class_then = dy.String(nullable=True)


class StudyCalibration(dy.Schema):
    """The frozen part of the version: anchors, limits, model of gaps, twins, residual line, as JSON."""

    study_hash = dy.String(primary_key=True)
    calibration_hash = dy.String()
    content_json = dy.String()


TABLES = {
    "study_state_month_indicator": StudyStateMonthIndicator,
    "study_state_month_indicator_part": StudyStateMonthIndicatorPart,
    "study_state_month_score": StudyStateMonthScore,
    "study_state_month_class": StudyStateMonthClass,
    "study_state_month_contribution": StudyStateMonthContribution,
    "study_state_transition": StudyStateTransition,
    "study_month_share": StudyMonthShare,
    "study_state_month_indicator_opponent": StudyStateMonthIndicator,
    "study_state_month_indicator_opponent_part": StudyStateMonthIndicatorPart,
    "study_state_month_source": StudyStateMonthSource,
    "study_state_month_tipping": StudyStateMonthTipping,
    "study_calibration": StudyCalibration,
}
