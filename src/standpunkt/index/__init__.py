"""Combines indicators into pillars, scores and classes and says how sure and why, in handbook order.

Comes in: a study, its calibration, the indicators of all states and months.
Goes out: Stance, Dependence, class probabilities, shares, transitions, exact contributions.
Does not belong here: publishers' names, texts.
"""
