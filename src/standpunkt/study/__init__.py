"""Turns a study file into one immutable, validated object.

Poles, camps, periods, pillars, indicators, weights, anchors, cuts and seed of one question.

Comes in: `studies/<id>.yml`, from the package or from the user's data folder.
Goes out: a frozen `Study`; every error with file, line, what is wrong and what would be right.
Does not belong here: computed values, the list of measures (the pipeline compares).
"""
