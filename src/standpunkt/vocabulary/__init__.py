"""Says what exists and estimates nothing.

States with spans of validity, periods, units, relation types, organisations, provenance, errors.

Comes in: declarations (YAML, CSV) shipped in this folder.
Goes out: immutable records and lookups that every other room may use.
Does not belong here: frames, texts in other languages, anything computed from data.
"""
