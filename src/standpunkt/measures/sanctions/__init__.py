"""Measures of the topic sanctions."""
