"""Declarations on the alignment of certain countries."""
