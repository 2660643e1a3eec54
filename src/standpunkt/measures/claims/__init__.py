"""Measures of the topic claims."""
