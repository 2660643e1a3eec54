"""Measures of the topic arms."""
