"""A small study about another power, to be spoilt in one place at a time."""

from pathlib import Path

import pytest

from standpunkt.study.check import problems
from standpunkt.study.load import read_study

SMALL = """\
schema: 1
study: {id: small, version: "1", title: {de: Klein, en: Small}, conflict_start: 2020-06-01}
poles:
  power:    {id: china, states: [CHN], label: {de: China, en: China}, side: {de: chinesisch, en: Chinese}}
  opponent: {id: india, states: [IND], label: {de: Indien, en: India}, side: {de: indisch, en: Indian}}
camps:
  power: {id: allies, because: "bound by treaty", members: [PAK, PRK, LAO, KHM, MMR]}
  opponent: {id: quad, because: "members of a quad", members: [USA, JPN, AUS, BTN,
    {state: VNM, from: 2021-01-01}]}
universe: {base: un_members, exclude_poles: true, extra: [], expected_size: 191}
period: {from: 2018-01, to: 2023-12, step: month, base: [2018-01, 2020-04], conduct_base: [2020-07, 2021-12],
  report: [2021-12]}
roll_calls:
  conflict: [A/RES/99/1, A/RES/99/2]
  variants:
    - {id: core, include: conflict}
    - {id: late, include: conflict, drop: [A/RES/99/1]}
  general: {exclude: conflict, window_years: 5}
territories: {power: [Aksai Chin], opponent: [Ladakh]}
events: [{id: clash, date: 2020-06-15, label: {de: Gefecht, en: clash}}]
actors: [{state: CHN, names: [Xi], office: president, from: 2013-03-14}]
evidence: {half_life_months: 24, importance: {RIVAL: 0}, gate: {disputed: 0.25}}
trade: {basket: chpl, since: 2020-06}
indices:
  stance:     {range: [-100, 100], layers: {conduct: 0.7, tie: 0.3}, lambda: 0.3, headline_pillars: [D, M]}
  dependence: {range: [0, 100], layers: {exposure: 1.0}, power_r: 2}
pillars:
  D: {weight: 1, label: {de: Diplomatie, en: Diplomacy}, groups: {
        votes: {layer: conduct, weight: 1}, organisations: {layer: tie, weight: 1}}}
  M: {weight: 1, label: {de: Rüstung, en: Arms}, groups: {
        arms_given: {layer: conduct, weight: 1, combine: net}, arms_imports: {layer: exposure, weight: 1}}}
indicators:
  D1: {group: votes, measure: votes.latent_stance, unit: theta, sides: both, transform: identity,
       anchors: {zero: 0, minus: {camp: opponent, stat: median}, plus: {pole: power}}}
  D2: {group: organisations, measure: ties.organisations, params: {power: {SCO: 1}}, unit: count, sides: both,
       transform: identity, anchors: {zero: 0, minus: -1, plus: 1}}
  M1: {group: arms_given, measure: arms.supply_grade, params: {to: power}, unit: "grade 0-3",
       sides: plus, transform: ordinal, levels: {0: 0, 1: 0.5, 2: 0.7, 3: 1}, anchors: {zero: 0, plus: 1}}
  M2: {group: arms_imports, measure: arms.import_share, params: {from: power}, unit: share, sides: plus,
       transform: identity, anchors: {zero: 0, plus: 0.8}}
treatment: {winsor: 0.01, max_age_months: {annual: 30}, random_walk_sd_per_year: 0.08, error_persistence: 0.9}
redundancy: {warn_at: 0.8, refuse_at: 0.9, twin_at: 0.98, min_common_states: 60}
coverage: {min_weight: 0.6, conduct_pillars: all, grades: {A: 0.9, B: 0.75, C: 0.6}, flag_imputed_above: 0.25}
classes:
  order: [A, B, C, D, E]
  labels: {de: [eins, zwei, drei, vier, fünf], en: [one, two, three, four, five]}
  cuts: {inner: 20, outer: 50}
  gate: conduct
  reference: [{name: silent, class: C, set: {}}, {name: voter, class: D, set: {D1: 1}}]
  name_at: 0.6
  change_at: 0.9
uncertainty:
  pillar_weights: {dist: dirichlet, spread: 0.5}
  aggregation:    {lambda: [0.0, 0.6], power_r: [1, 3]}
  vote_set:       {variants: all}
world: {weights: [count], basis: rated, interval: [0.05, 0.95]}
run: {draws: 200, seed: 7, sobol_n: 512}
profiles:
  thin: {inactive: [D2]}
  exposed: {note: "for comparison", indices: {stance: {layers: {exposure: 0.2}}}}
"""


@pytest.fixture
def small(tmp_path):
    """Writes the small study, with some texts replaced, and gives its path."""

    def write(*changes: tuple[str, str]) -> Path:
        text = SMALL
        for before, after in changes:
            assert text.count(before) == 1, f"'{before}' stands {text.count(before)} times in the small study"
            text = text.replace(before, after)
        path: Path = tmp_path / "small.yml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def wrong(small):
    """The texts of everything that is wrong with the small study once it is changed."""

    def texts(*changes: tuple[str, str], profile: str | None = None) -> list[str]:
        return [str(problem) for problem in problems(read_study(small(*changes), profile))]

    return texts
