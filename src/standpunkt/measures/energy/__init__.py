"""Measures of the topic energy."""
