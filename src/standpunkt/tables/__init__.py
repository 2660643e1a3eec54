"""Owns the schemas of all canonical tables and is the only room that talks to an engine.

Comes in: rows from `sources`, `evidence` and the starter facts of the wheel.
Goes out: Polars frames by table name, as known at a date; bad rows go to quarantine with their rule.
Does not belong here: publishers' layouts, formulas.
"""
