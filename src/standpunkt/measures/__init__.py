"""Computes one quantity per file as a pure function of tables: value, interval, count, provenance.

A study's indicator names a measure as `<topic>.<code>`; the folder is the topic, the file is the code.

Comes in: canonical tables as Polars frames, the study's poles, camps and parameters.
Goes out: one row per state and month, and the parts (facts) each value is made of.
Does not belong here: weights, anchors, files, engines, the clock.
"""
