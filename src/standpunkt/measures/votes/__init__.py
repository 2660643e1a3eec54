"""Measures of the topic votes."""
