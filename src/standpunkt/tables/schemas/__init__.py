"""Schemas of the canonical tables, one file per subject."""
