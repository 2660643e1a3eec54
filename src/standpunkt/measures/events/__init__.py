"""Measures of the topic events."""
