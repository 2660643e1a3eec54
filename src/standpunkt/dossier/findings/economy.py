"""Findings from trade, energy and sanctions."""

from collections.abc import Iterator

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.findings.finding import Case, Finding, from_fact

TRADE = "dyad_year_trade"
ENERGY = "dyad_year_energy"
SANCTIONS = "dyad_spell_sanction"


def find_economy(case: Case) -> Iterator[Finding]:
    """Trade with the power, energy from it, sanctions against it.

    Args:
        case: State and month.

    Yields:
        trade_share, energy_share, sanction_joined, sanction_refused.
    """
    trade = [finding for flow in ("total", "export", "import") for finding in _trade(case, flow)]
    newest = max((finding.fields["year"] for finding in trade), default="")
    yield from (finding for finding in trade if finding.fields["year"] == newest)
    for fuel in ("gas", "oil", "coal", "nuclear"):
        yield from _energy(case, fuel)
    for fact in case.holding(SANCTIONS):
        if fact.fields["target_iso3"] in case.power:
            yield _sanction(case, fact)


def _trade(case: Case, flow: str) -> Iterator[Finding]:
    rows = _years(case, [f for f in case.facts(TRADE) if _is_trade(case, f, flow)])
    if not rows:
        return
    latest = rows[-1]
    fields = {
        "partner": latest.fields["partner_iso3"],
        "share": latest.fields["trade_share"],
        "low": latest.fields["low_share"],
        "high": latest.fields["high_share"],
        "year": str(latest.fields["year"]),
        "side": 0,
        **_before(case, rows, "trade_share"),
    }
    variant = f"{flow}{_bounds(latest, 'trade_share')}"
    found = from_fact(case, latest, f"trade_share.{variant}", "E", **fields)
    keys = (latest.key, *([rows[0].key] if "before" in fields else []))
    yield found.model_copy(update={"fact_keys": keys})


def _is_trade(case: Case, fact: Fact, flow: str) -> bool:
    return fact.fields["flow"] == flow and fact.fields["partner_iso3"] in case.power


def _years(case: Case, facts: list[Fact]) -> list[Fact]:
    found = [fact for fact in facts if f"{fact.fields['year']}" <= case.end[:4]]
    return sorted(found, key=lambda fact: fact.fields["year"])


def _before(case: Case, rows: list[Fact], column: str) -> dict[str, object]:
    start = case.observatory.study.study.conflict_start.year
    earlier = [row for row in rows[:-1] if row.fields["year"] < start and row.fields[column] is not None]
    if not earlier or rows[-1].fields["year"] < start:
        return {}
    return {"before": earlier[-1].fields[column], "before_year": str(earlier[-1].fields["year"])}


def _bounds(fact: Fact, column: str) -> str:
    if fact.fields[column] is not None:
        return ""
    return "_bounds" if fact.fields["low_share"] > 0 else "_at_most"


def _energy(case: Case, fuel: str) -> Iterator[Finding]:
    rows = _years(
        case,
        [
            fact
            for fact in case.facts(ENERGY)
            if fact.fields["fuel"] == fuel and fact.fields["supplier_iso3"] in case.power
        ],
    )
    if not rows:
        return
    latest = rows[-1]
    fields = {
        "supplier": latest.fields["supplier_iso3"],
        "share": latest.fields["supply_share"],
        "low": latest.fields["low_share"],
        "high": latest.fields["high_share"],
        "year": str(latest.fields["year"]),
    }
    if fuel == "nuclear" and latest.fields["high_share"] == 0:
        return
    variant = f"{fuel}{_bounds(latest, 'supply_share')}"
    direction = int(latest.fields["high_share"] > 0)
    yield from_fact(case, latest, f"energy_share.{variant}", "E", side=direction, **fields)


def _sanction(case: Case, fact: Fact) -> Finding:
    how = fact.fields["how"]
    fields = {
        "target": fact.fields["target_iso3"],
        "share": fact.fields["coverage_share"],
        "since": fact.fields["from_date"],
    }
    if how == "none":
        return from_fact(case, fact, "sanction_refused.none", "E", side=1, **fields)
    return from_fact(case, fact, f"sanction_joined.{how}", "E", side=-1, **fields)
