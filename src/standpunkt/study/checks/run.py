"""S01 of the id, S06, S16, S17, S20: periods, factors, lambda and power, roll calls."""

from collections.abc import Container, Iterator
from datetime import date

from standpunkt.study.checks.place import Checked
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study import StudyIdError
from standpunkt.vocabulary.errors.study_content import (
    StudyBaseError,
    StudyConductBaseError,
    StudyFactorError,
    StudyLambdaError,
    StudyPeriodError,
    StudyPowerError,
    StudyRangeFactorError,
    StudyRollCallError,
    StudyVariantError,
)
from standpunkt.vocabulary.periods import month_end


def identity(checked: Checked) -> Iterator[StandpunktError]:
    """S01: the id is the stem of the file.

    Args:
        checked: The study and its file.

    Yields:
        Another id.
    """
    stem = checked.declaration.file.removesuffix(".yml")
    if checked.study.id != stem:
        yield StudyIdError(**checked.at("study", "id"), value=checked.study.id, stem=stem)


def periods(checked: Checked) -> Iterator[StandpunktError]:
    """S06: the base ends before the conflict, the base of its conduct begins with it, reports lie within.

    Args:
        checked: The study and its file.

    Yields:
        Dates that contradict each other.
    """
    period, start = checked.study.period, checked.study.study.conflict_start
    if month_end(period.base.last) >= start:
        at = checked.at("period", "base")
        yield StudyBaseError(**at, end=f"{period.base.last:%Y-%m}", conflict_start=start)
    if month_end(period.conduct_base.first) < start:
        at = checked.at("period", "conduct_base")
        begin = f"{period.conduct_base.first:%Y-%m}"
        yield StudyConductBaseError(**at, begin=begin, conflict_start=start)
    limits = {"first": f"{period.from_:%Y-%m}", "last": f"{period.to:%Y-%m}"}
    if period.to < period.from_:
        yield StudyPeriodError(
            **checked.at("period", "to"), place="period.to", value=limits["last"], **limits
        )
    for i, month in enumerate(period.report):
        if month not in period.range:
            at = checked.at("period", "report", i)
            yield StudyPeriodError(**at, place="period.report", value=f"{month:%Y-%m}", **limits)


def factors(checked: Checked) -> Iterator[StandpunktError]:
    """S16: every factor has more than one setting.

    Args:
        checked: The study and its file.

    Yields:
        Factors that cannot change anything.
    """
    study = checked.study
    factor = study.uncertainty.vote_set
    if factor is not None:
        variants = [variant.id for variant in study.roll_calls.variants]
        chosen = variants if factor.variants == "all" else factor.variants
        if len(chosen) < 2:
            yield StudyFactorError(**checked.at("uncertainty", "vote_set"), factor="vote_set")
        for i, name in enumerate(factor.variants if factor.variants != "all" else ()):
            if name not in variants:
                at = checked.at("uncertainty", "vote_set", "variants", i)
                yield StudyVariantError(**at, place="factor vote_set", value=name, known=", ".join(variants))
    for name, key, values in _ranges(checked):
        if len(set(values)) < 2:
            yield StudyRangeFactorError(**checked.at("uncertainty", name, key), factor=name, key=key)


def _ranges(checked: Checked) -> Iterator[tuple[str, str, tuple[object, ...]]]:
    found = checked.study.uncertainty
    if found.inner_weights is not None and found.inner_weights.conduct is not None:
        yield "inner_weights", "conduct", found.inner_weights.conduct
    if found.aggregation is not None:
        yield "aggregation", "lambda", found.aggregation.lambda_
        yield "aggregation", "power_r", found.aggregation.power_r
    if found.treatment is not None:
        yield "treatment", "anchor_sets", found.treatment.anchor_sets
        yield "treatment", "winsor", found.treatment.winsor
    if found.imputation is not None:
        yield "imputation", "delta", found.imputation.delta
    if found.cuts is not None:
        yield "cuts", "inner_at", found.cuts.inner_at
        yield "cuts", "outer_at", found.cuts.outer_at


def aggregation(checked: Checked) -> Iterator[StandpunktError]:
    """S17: lambda lies within 0 and 1, power_r is 1 or more, in the centre and in its range.

    Args:
        checked: The study and its file.

    Yields:
        Numbers outside.
    """
    study, factor = checked.study, checked.study.uncertainty.aggregation
    lambdas = [(("indices", "stance", "lambda"), study.indices.stance.lambda_)]
    powers = [(("indices", "dependence", "power_r"), study.indices.dependence.power_r)]
    if factor is not None:
        lambdas += [(("uncertainty", "aggregation", "lambda"), value) for value in factor.lambda_]
        powers += [(("uncertainty", "aggregation", "power_r"), value) for value in factor.power_r]
    for place, value in lambdas:
        if not 0 <= value <= 1:
            yield StudyLambdaError(**checked.at(*place), value=f"{value:g}")
    for place, value in powers:
        if value < 1:
            yield StudyPowerError(**checked.at(*place), value=f"{value:g}")


def variants(checked: Checked) -> Iterator[StandpunktError]:
    """S20: vote sets are made of the conflict's roll calls.

    Args:
        checked: The study and its file.

    Yields:
        Names that are not declared.
    """
    calls = checked.study.roll_calls
    for i, variant in enumerate(calls.variants):
        if variant.include != "conflict":
            at = checked.at("roll_calls", "variants", i, "include")
            yield StudyVariantError(
                **at, place=f"variant {variant.id}", value=variant.include, known="conflict"
            )
        for symbol in variant.drop:
            if symbol not in calls.conflict:
                at = checked.at("roll_calls", "variants", i, "drop")
                known = ", ".join(calls.conflict)
                yield StudyVariantError(**at, place=f"variant {variant.id}", value=symbol, known=known)


def roll_calls(checked: Checked, known: Container[str], day: date) -> Iterator[StandpunktError]:
    """S20: the conflict's roll calls are among the votes on file; the pipeline knows which are.

    Args:
        checked: The study and its file.
        known: Symbols of all roll calls.
        day: The day on which these were known.

    Yields:
        Unknown symbols.
    """
    for i, symbol in enumerate(checked.study.roll_calls.conflict):
        if symbol not in known:
            yield StudyRollCallError(**checked.at("roll_calls", "conflict", i), symbol=symbol, day=day)
