"""Measures of the topic support."""
