"""Measures of the topic gdelt."""
